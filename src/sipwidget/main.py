"""The page's own Python: builds the adapters, the phone and the shell; nothing else."""

from js import performance

performance.mark("sipwidget:python")
