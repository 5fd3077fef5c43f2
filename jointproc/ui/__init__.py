"""The screen: the only package that imports Streamlit. Pages choose, compute through the domain, and draw with this."""
