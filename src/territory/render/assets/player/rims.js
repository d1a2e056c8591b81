/** The pixels along the edges of areas, sorted by area. */

/**
 * Find, for each area, its pixels next to another area or to none, and, if asked for, the next ones inside.
 * @param {Int32Array} ids number of the area of each pixel, -1 for none
 * @param {number} width @param {number} height @param {number} count of areas @param {boolean} withInner
 * @returns {{edges: Int32Array, firstEdge: Int32Array, inner: Int32Array, firstInner: Int32Array}}
 */
export function findEdges(ids, width, height, count, withInner) {
  const depth = new Uint8Array(ids.length);
  markEdges(ids, width, height, depth);
  if (withInner) markInner(ids, width, height, depth);
  const [edges, firstEdge] = gather(ids, depth, 1, count);
  const [inner, firstInner] = withInner ? gather(ids, depth, 2, count) : [new Int32Array(0), new Int32Array(count + 1)];
  return { edges, firstEdge, inner, firstInner };
}

function markEdges(ids, width, height, depth) {
  for (let row = 0, p = 0; row < height; row++) {
    for (let x = 0; x < width; x++, p++) {
      const f = ids[p];
      if (f < 0) continue;
      const open =
        (x + 1 < width && ids[p + 1] !== f) ||
        (x > 0 && ids[p - 1] !== f) ||
        (row + 1 < height && ids[p + width] !== f) ||
        (row > 0 && ids[p - width] !== f);
      if (open) depth[p] = 1;
    }
  }
}

function markInner(ids, width, height, depth) {
  for (let row = 1, p = width; row + 1 < height; row++) {
    for (let x = 0; x < width; x++, p++) {
      if (ids[p] < 0 || depth[p] !== 0) continue;
      if (depth[p + 1] === 1 || depth[p - 1] === 1 || depth[p + width] === 1 || depth[p - width] === 1) depth[p] = 2;
    }
  }
}

/** The pixels of one depth, area by area, and where each area's begin. */
function gather(ids, depth, wanted, count) {
  const first = new Int32Array(count + 1);
  for (let p = 0; p < ids.length; p++) if (depth[p] === wanted) first[ids[p] + 1]++;
  for (let f = 0; f < count; f++) first[f + 1] += first[f];
  const next = first.slice();
  const found = new Int32Array(first[count]);
  for (let p = 0; p < ids.length; p++) if (depth[p] === wanted) found[next[ids[p]]++] = p;
  return [found, first];
}
