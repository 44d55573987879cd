// Looks at a photo before it is sent: too dark, not sharp, too small, glare, cut off. Advice only: the server decides
// nothing by it, and the person may always go on. Works on a copy whose long side is 1000 pixels; all limits were set
// on generated passports, cards and letters (docs/decisions/0011-resumable-uploads.md).
const SIDE = 1000;
const TILE = 25;
// Pixels of the original's long side below which no lines of letters can be read.
const SMALL = 900;
// A tile whose darkest and lightest pixels are this far apart holds print.
const INK = 40;
const LIMITS = { light: 85, sharp: 65, glare: 0.007, edge: 0.15 };

// Returns the picture as the browser shows it (upright), or null when it cannot show it: HEIC, mostly, and PDF.
export async function open(file) {
  const picture = new Image();
  picture.src = URL.createObjectURL(file);
  try {
    await picture.decode();
    return picture;
  } catch {
    return null;
  } finally {
    URL.revokeObjectURL(picture.src);
  }
}

export function reduced(picture, side) {
  const scale = Math.min(1, side / Math.max(picture.naturalWidth, picture.naturalHeight));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.naturalWidth * scale));
  canvas.height = Math.max(1, Math.round(picture.naturalHeight * scale));
  const brush = canvas.getContext("2d", { willReadFrequently: side === SIDE });
  brush.imageSmoothingQuality = "high";
  brush.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

// Returns the names of what could be better, the most important first.
export function faults(picture) {
  const found = measure(reduced(picture, SIDE));
  const names = {
    small: Math.max(picture.naturalWidth, picture.naturalHeight) < SMALL,
    dark: found.light < LIMITS.light,
    blurred: found.sharp !== null && found.sharp < LIMITS.sharp,
    glare: found.glare > LIMITS.glare,
    cut: found.edge > LIMITS.edge,
  };
  return Object.keys(names).filter((name) => names[name]);
}

// light: how bright paper is (95th percentile, 0-255). sharp: variance of the Laplacian where there is print, or null.
// glare: part of the picture that is burnt out in spots. edge: part of a side on which print runs out of the picture.
export function measure(canvas) {
  const { width, height } = canvas;
  const gray = grayOf(canvas);
  const columns = Math.floor(width / TILE);
  const rows = Math.floor(height / TILE);
  const tiles = [];
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) tiles.push(tileOf(gray, width, column * TILE, row * TILE));
  }
  const inked = tiles.filter((tile) => tile.high - tile.low >= INK).map((tile) => tile.sharp);
  const light = percentile(tiles.map((tile) => tile.mean), 0.95);
  const sharp = inked.length < 8 ? null : percentile(inked, 0.75);
  return { light, sharp, glare: glareOf(tiles), edge: edgeOf(tiles, columns, rows, light, sharp ?? 0) };
}

function grayOf(canvas) {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const gray = new Uint8Array(data.length / 4);
  for (let at = 0; at < gray.length; at += 1) {
    gray[at] = (data[at * 4] * 77 + data[at * 4 + 1] * 150 + data[at * 4 + 2] * 29) >> 8;
  }
  return gray;
}

function tileOf(gray, width, left, top) {
  let sum = 0;
  let low = 255;
  let high = 0;
  let burnt = 0;
  let slope = 0;
  let slopes = 0;
  for (let y = top; y < top + TILE; y += 1) {
    for (let x = left; x < left + TILE; x += 1) {
      const at = y * width + x;
      const value = gray[at];
      sum += value;
      low = Math.min(low, value);
      high = Math.max(high, value);
      burnt += value >= 250;
      if (x === left || x === left + TILE - 1 || y === top || y === top + TILE - 1) continue;
      const laplace = gray[at - 1] + gray[at + 1] + gray[at - width] + gray[at + width] - 4 * value;
      slope += laplace;
      slopes += laplace * laplace;
    }
  }
  const inner = (TILE - 2) ** 2;
  const all = TILE ** 2;
  return { mean: sum / all, low, high, burnt: burnt / all, sharp: slopes / inner - (slope / inner) ** 2 };
}

// A reflection is a spot: burnt out itself, while most of the picture is not. A scan is white all over.
function glareOf(tiles) {
  const burnt = tiles.map((tile) => tile.burnt > 0.8);
  const part = burnt.filter(Boolean).length / tiles.length;
  return part < 0.25 ? part : 0;
}

// Print is a little dark on much paper as light as elsewhere; the pattern of a table is about half and half.
function edgeOf(tiles, columns, rows, light, sharp) {
  const isPrint = (column, row) => {
    const { mean, low, high, sharp: here } = tiles[row * columns + column];
    return high - low >= INK && high > light * 0.8 && mean > low + (high - low) * 0.6 && here > sharp / 4;
  };
  const share = (count, at) => Array.from({ length: count }, (_, step) => at(step)).filter(Boolean).length / count;
  if (columns < 4 || rows < 4) return 0;
  return Math.max(
    share(rows, (row) => isPrint(0, row)),
    share(rows, (row) => isPrint(columns - 1, row)),
    share(columns, (column) => isPrint(column, 0)),
    share(columns, (column) => isPrint(column, rows - 1)),
  );
}

function percentile(values, part) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

// A photo with more pixels than reading needs, on a slow line or very heavy: the same picture with a long side of 3200
// pixels, or null. The original stays where it is and can be sent instead.
export async function smaller(file, picture) {
  const pixels = picture.naturalWidth * picture.naturalHeight;
  if (pixels <= 12.5e6 || !(isSlow() || file.size > 8e6)) return null;
  const blob = await new Promise((done) => { reduced(picture, 3200).toBlob(done, "image/jpeg", 0.85); });
  if (!blob || blob.size >= file.size) return null;
  return new File([blob], file.name.replace(/(\.[^.]*)?$/, ".jpg"), { type: blob.type });
}

function isSlow() {
  const line = navigator.connection;
  return Boolean(line && (line.saveData || /2g|3g/.test(line.effectiveType) || line.downlink < 1.5));
}
