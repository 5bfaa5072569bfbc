/** The text as a sentence begins: "see alerts" is "See alerts". */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
