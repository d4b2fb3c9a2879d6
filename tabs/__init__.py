"""The chat's components and what happens when they are used: the door to Gradio, one module for each tab.

Gradio is imported inside functions, because it takes seconds. What is shown comes from `page` as HTML.
"""
