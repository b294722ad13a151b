# Words in charts.

chart-provisional = Provisional
chart-axis-starts = Vertical axis starts at { $figure }, not zero.
chart-nothing = There is no data to show in this chart.
