"""The Streamlit app: thin views over the library. The only importer of streamlit."""
