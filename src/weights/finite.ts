import { WeightsError } from './weights-error.js';

/**
 * Weights as they were read. One that is no number would make every feature, and every other weight of a training, the same.
 * @param source begins an error's message
 * @param stored the type that they are stored in, where that may hold more than float32
 * @throws WeightsError naming the tensor and how many of its elements are not finite
 */
export function finite(source: string, name: string, values: Float32Array, stored?: string): Float32Array {
  let unfit = 0;
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) unfit++;
  if (unfit === 0) return values;
  const counts = [
    [values.filter(Number.isNaN).length, 'NaN'],
    [values.filter((value) => value === Number.POSITIVE_INFINITY).length, 'Infinity'],
    [values.filter((value) => value === Number.NEGATIVE_INFINITY).length, '-Infinity'],
  ] as const;
  const listed = counts.flatMap(([count, what]) => (count > 0 ? [`${count} ${what}`] : [])).join(' and ');
  const wide = stored === 'F64' ? ', as float32, which holds up to 3.4e38' : '';
  throw new WeightsError(
    'WEIGHTS_INVALID',
    `${source}: tensor "${name}" has ${listed} among its ${values.length} elements${wide}; expected finite numbers. ` +
      'Use weights from before they went wrong',
  );
}
