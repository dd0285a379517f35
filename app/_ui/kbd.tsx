/** A key cap. Hidden from assistive technology by its parent; the control carries `aria-keyshortcuts`. */
export function Kbd({ children }: { children: string }) {
	return (
		<span aria-hidden="true" className="pointer-coarse:hidden">
			<kbd className="rounded-[5px] border border-b-2 border-current/35 px-1.5 font-mono text-xs font-semibold">
				{children}
			</kbd>
		</span>
	);
}
