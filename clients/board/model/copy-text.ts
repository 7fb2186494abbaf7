/** Puts a text on the clipboard; false where the browser does not let a page do that (no secure context, no permission). */
export const copyText = async (text: string): Promise<boolean> => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
};
