"""Two days beside each other: who gained, who lost, and the ledger of what differs."""

from dashboard import components, data, differences, forms, state
from dashboard.state import Keys
from dashboard.words import day_text

view, lib = state.view(), data.library()
components.title("Compare two days", "What differs, place by place. What was undone in between does not show.")
first, second = forms.two_days(view)
forms.shared_filters(lib)

balance = data.table(differences.balance, view, first, second)
frame = data.table(differences.comparison, view, first, second)
components.balance(balance, lib, view, first, second)
components.line(f"{len(frame):,} places differ between {day_text(first)} and {day_text(second)}.")
frame = forms.narrow(frame, Keys.COMPARE_KIND, Keys.COMPARE_TEXT)
if frame.empty:
    components.empty("Nothing differs between these days.", "Choose days further apart, or fewer filters.")
else:
    heads = {"first": day_text(first, short=True), "second": day_text(second, short=True)}
    components.ledger(frame, Keys.COMPARE_TABLE, lib, view, day=view.on, names=heads, alt="Places that differ")
    components.download(frame, f"territory-compare-{first}-{second}.csv")
