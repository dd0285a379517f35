"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";

/** What may be longer than its place. As long as it is, keys reach it too (WCAG 2.1.1): Tab, then the arrows. */
export function ScrollArea({ className, children }: { className: string; children: ReactNode }) {
	const area = useRef<HTMLDivElement>(null);
	const content = useRef<HTMLDivElement>(null);
	const [long, setLong] = useState(false);
	useEffect(() => {
		const [outer, inner] = [area.current, content.current];
		if (outer === null || inner === null) return;
		const observer = new ResizeObserver(() => setLong(outer.scrollHeight > outer.clientHeight));
		observer.observe(outer);
		observer.observe(inner);
		return () => observer.disconnect();
	}, []);
	return (
		<div ref={area} tabIndex={long ? 0 : undefined} className={`overflow-y-auto ${className}`}>
			<div ref={content}>{children}</div>
		</div>
	);
}
