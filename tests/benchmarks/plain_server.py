"""Serves `plain_app.py` as the dashboard is served, so that only the way of stepping differs."""

import os
import sys
from pathlib import Path

import streamlit as st

from territory.resources import bundle_root

sys.path.insert(0, str(bundle_root()))

from dashboard import routes, server

app = st.App(Path(__file__).with_name("plain_app.py"), routes=routes.routes())
app.run(config=server.configuration("127.0.0.1", int(os.environ["PLAIN_PORT"])))
