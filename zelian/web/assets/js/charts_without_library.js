// Stands in for charts.js when the chart library could not be fetched at build time: the tables tell the same numbers.
(function () {
  document.querySelectorAll(".chart[data-chart]").forEach(function (box) {
    box.hidden = true;
    var table = box.parentElement.querySelector("details.chart-data");
    if (table) table.open = true;
  });
})();
