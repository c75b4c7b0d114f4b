// Before the first paint, so that no page flashes in the wrong theme. A file of its own: nothing inline is allowed.
try {
  const theme = localStorage.getItem('agent-bridge.theme')
  if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme
} catch {
  // Without storage the system's preference holds.
}
