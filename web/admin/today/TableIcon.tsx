/** A table, for the switch from picture to figures. */
export function TableIcon() {
  return (
    <svg className="i s" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d="M4 5.5h16v13H4zM4 10h16M4 14.3h16M10 10v8.5" />
    </svg>
  )
}
