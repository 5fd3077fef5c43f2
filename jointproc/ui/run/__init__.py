"""The running script, in a folder of its own: Streamlit puts that folder on ``sys.path``."""
