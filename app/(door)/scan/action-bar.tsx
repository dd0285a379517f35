"use client";

import type { ReactNode } from "react";
import { Button, type ButtonProps } from "@/app/_ui/button";

/** Three buttons at the thumb, under the camera, the code form and every verdict. */
export function ActionBar({ children }: { children: ReactNode }) {
	return (
		<div className="grid grid-cols-[1fr_1.3fr_1fr] gap-2.5 border-t border-line bg-paper px-4 pt-3.5 pb-[max(1.5rem,env(safe-area-inset-bottom))]">
			{children}
		</div>
	);
}

export function Side(props: ButtonProps) {
	return <Button {...props} className={`min-h-15 px-1! text-[0.9375rem] ${props.className ?? ""}`} />;
}

export function Primary(props: ButtonProps) {
	return <Button {...props} tone="primary" data-primary="" className="min-h-15 px-1! text-lg" />;
}
