"""What the chat shows: answers, refusals and sources as HTML. Nothing here knows Gradio; `ui.py` does."""
