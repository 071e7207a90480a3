// Widths in em of a grotesque such as Helvetica, by kind of character; a little generous, since fonts differ.
const KINDS: readonly (readonly [RegExp, number])[] = [
  [/[ijl.,:;'|!]/, 0.27],
  [/[ frtI()[\]/\\-]/, 0.35],
  [/[mMwW@%]/, 0.88],
  [/[A-Z]/, 0.7],
  [/[ -~]/, 0.6],
  [/[\u1100-\uFFFF]/, 1],
];

/** About how wide a text is, in the unit of `size`: nothing here can measure type, and a layout has to know. */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const character of text) width += KINDS.find(([kind]) => kind.test(character))?.[1] ?? 0.62;
  return width * size;
}

/** The text in lines that fit `room`, broken at spaces where there are any. */
export function wrapText(text: string, size: number, room: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && textWidth(longer, size) > room) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line].map((one) => fitText(one, size, room));
}

/** The text, or its beginning and an ellipsis, within `room`. */
export function fitText(text: string, size: number, room: number): string {
  if (textWidth(text, size) <= room) return text;
  const characters = [...text];
  while (characters.length > 1 && textWidth(`${characters.join("")}…`, size) > room) characters.pop();
  return `${characters.join("").trimEnd()}…`;
}
