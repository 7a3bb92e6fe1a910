"""How the product is watched: log lines, metrics, and the tables that dashboards and alarms are made of."""
