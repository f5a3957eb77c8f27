/** Shows the copy buttons, which do nothing without it. Where a browser has no clipboard for files, the text is selected. */
export const PAGE_SCRIPT = `
for (const button of document.querySelectorAll('button[data-copy]')) {
  const code = button.parentElement.querySelector('code');
  const label = button.textContent;
  button.hidden = false;
  button.addEventListener('click', async () => {
    let said = 'Copied';
    try {
      await navigator.clipboard.writeText(code.textContent);
    } catch {
      getSelection().selectAllChildren(code);
      if (!document.execCommand('copy')) said = 'Selected';
    }
    button.textContent = said;
    setTimeout(() => { button.textContent = label; }, 2000);
  });
}
`;
