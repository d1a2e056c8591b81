"""How good the control model is, from the report that ships: scores, reliability, and published district counts."""

import streamlit as st

from dashboard import components, evaluation

report = evaluation.report()
components.title("Evaluation", report["title"] + ".")
evaluation.origin(report)
chosen = evaluation.choose(report)
st.header("Scores beside simpler methods", anchor=False)
evaluation.scores(report, chosen)
st.header("Is it right as often as it says?", anchor=False)
evaluation.reliability(report, chosen)
evaluation.near_ninety(report)
st.header("Where another method is better", anchor=False)
evaluation.shortfalls(report)
st.header("Afghan districts beside published counts", anchor=False)
evaluation.districts(report)
