/** As Python's round: 0.5 goes to the even neighbour. Crop and mask sizes follow the released code to the pixel. */
export function roundHalfEven(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  if (rest === 0.5) return below % 2 === 0 ? below : below + 1;
  return rest < 0.5 ? below : below + 1;
}
