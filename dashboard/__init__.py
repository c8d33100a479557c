"""The dashboard: Streamlit pages over the published version, read-only; `launch.run` serves it."""
