// Starts every <div class="chart" data-chart="ID">; its options are the JSON in <script id="ID" type="application/json">.
// Options hold data only, never functions (zelian/web/ui/charts.py builds them), so nothing here evaluates text.
import * as echarts from "echarts/core";
import { BarChart, HeatmapChart, LineChart, ScatterChart } from "echarts/charts";
import {
  AriaComponent,
  DatasetComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapComponent,
} from "echarts/components";
import { CanvasRenderer, SVGRenderer } from "echarts/renderers";

echarts.use([
  BarChart, HeatmapChart, LineChart, ScatterChart,
  AriaComponent, DatasetComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, VisualMapComponent,
  CanvasRenderer, SVGRenderer,
]);

const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

function start(box) {
  const data = document.getElementById(box.dataset.chart);
  if (!data || echarts.getInstanceByDom(box)) return;
  const option = JSON.parse(data.textContent);
  if (calm.matches) option.animation = false;
  // The font is the page's: a chart must not fall back to one without Chinese.
  option.textStyle = Object.assign({ fontFamily: getComputedStyle(document.body).fontFamily }, option.textStyle);
  const chart = echarts.init(box, null, { renderer: box.dataset.renderer || "canvas" });
  chart.setOption(option);
  new ResizeObserver(() => chart.resize()).observe(box);
  const opened = option.zelianLinks;
  if (opened) {
    chart.on("click", (event) => {
      const url = opened[event.dataIndex];
      if (typeof url === "string" && url.startsWith("/") && !url.startsWith("//")) window.location.assign(url);
    });
  }
}

function startAll(root) {
  root.querySelectorAll(".chart[data-chart]").forEach(start);
}

startAll(document);
document.addEventListener("htmx:load", (event) => startAll(event.target));
document.addEventListener("htmx:beforeCleanupElement", (event) => {
  const chart = event.target.classList && event.target.classList.contains("chart") && echarts.getInstanceByDom(event.target);
  if (chart) chart.dispose();
});
