"""Control states → timeline document → folium layers and player. The only importer of folium."""

from territory.render.html import export_html
from territory.render.offline_map import OfflineMap
from territory.render.player import TimelinePlayer
from territory.render.protocol import KEEP, PlayerReport, PlayerView, parse_report, player_command
from territory.render.served import ServedFile, served_files, timeline_file
from territory.render.timeline import AreaLayer, TimelineDocument

__all__ = [
    "KEEP",
    "AreaLayer",
    "OfflineMap",
    "PlayerReport",
    "PlayerView",
    "ServedFile",
    "TimelineDocument",
    "TimelinePlayer",
    "export_html",
    "parse_report",
    "player_command",
    "served_files",
    "timeline_file",
]
