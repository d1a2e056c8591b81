"""The ledger: what changed in a span, with the source of each change, to sort, filter and take away."""

from dashboard import components, data, forms, state, tables
from dashboard.state import Keys
from dashboard.words import counted

view, lib = state.view(), data.library()
components.title("Changes", "Each change of holder or status, with the newest claim it rests on. Click a row for more.")
forms.span_picker(view)
forms.shared_filters(lib)

frame = data.table(tables.ledger, view)
frame = forms.narrow(frame, Keys.CHANGES_KIND, Keys.CHANGES_TEXT)
places, holders = frame["place_id"].nunique(), int((frame["kind"] == "new holder").sum())
components.line(f"{counted(len(frame), 'change')} at {counted(places, 'place')}; {holders:,} brought a new holder.")
if frame.empty:
    components.empty("Nothing changed in this span.", "Choose a longer span, or fewer filters.")
else:
    components.ledger(frame, Keys.CHANGES_TABLE, lib, view, day="date", alt="Changes, one row each")
    components.download(frame, f"territory-changes-{view.span[0]}-{view.span[1]}.csv")
