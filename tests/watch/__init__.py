"""Dashboards, alarms, and what the command line shows of them."""
