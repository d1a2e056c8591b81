import streamlit as st


def draw(lib):
    st.html("<div>map</div>")
