/** Rows as text in columns; the first row is the heading. Columns of numbers stand to the right. */
export function textTable(rows: readonly (readonly (string | number)[])[]): string {
  const [heading = [], ...body] = rows;
  const widths = heading.map((_, column) => Math.max(...rows.map((row) => String(row[column] ?? '').length)));
  const numeric = heading.map((_, column) =>
    body.every((row) => /^(-|[\d.,/% ]+)?$/.test(String(row[column] ?? ''))),
  );
  const lines = rows.map((row) =>
    widths
      .map((width, column) => {
        const text = String(row[column] ?? '');
        return numeric[column] === true ? text.padStart(width) : text.padEnd(width);
      })
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}
