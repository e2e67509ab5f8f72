import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import type { Growing, ScalingPoint } from './scaling.js';

const TITLES: Record<Growing, string> = { batch: 'images of a batch', tokens: 'tokens of a global crop' };

interface Row {
  size: number;
  value: number;
  what: string;
}

/** Two rows of panels, time above memory, as an SVG. Dashed: in proportion, from the largest size. */
export async function scalingChart(points: readonly ScalingPoint[]): Promise<string> {
  const panels = (['batch', 'tokens'] as const).map((growing) => {
    const own = points.filter((point) => point.growing === growing);
    const times: Row[] = own.flatMap(({ size, step_ms, linear_ms }) => [
      { size, value: step_ms, what: 'step' },
      { size, value: linear_ms, what: 'linear layers' },
    ]);
    const memory: Row[] = own.map(({ size, peak_memory_bytes }) => ({
      size,
      value: peak_memory_bytes / 1e6,
      what: 'peak memory',
    }));
    return { vconcat: [panel(times, TITLES[growing], 'ms'), panel(memory, TITLES[growing], 'MB')] };
  });
  const spec = {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    background: 'white',
    config: { font: 'sans-serif', axis: { labelFontSize: 11, titleFontSize: 12, titleFontWeight: 'normal' } },
    hconcat: panels,
  } as TopLevelSpec;
  const view = new View(parse(compile(spec).spec), { renderer: 'none' });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

function panel(rows: readonly Row[], x: string, y: string) {
  const proportional = rows.flatMap(({ size, what }) => {
    const last = rows.filter((row) => row.what === what).at(-1)!;
    return [{ size, value: (last.value * size) / last.size, what }];
  });
  const encoding = {
    x: { field: 'size', type: 'quantitative', title: x },
    y: { field: 'value', type: 'quantitative', title: y },
    color: { field: 'what', type: 'nominal', title: null, legend: { orient: 'top' } },
  };
  return {
    width: 260,
    height: 180,
    layer: [
      { data: { values: proportional }, mark: { type: 'line', strokeDash: [4, 4], opacity: 0.6 }, encoding },
      { data: { values: rows }, mark: { type: 'line', point: true }, encoding },
    ],
  };
}
