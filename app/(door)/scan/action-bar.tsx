"use client";

import type { ReactNode } from "react";
import { Button, type ButtonProps } from "@/app/_ui/button";

/** Three buttons at the thumb: under the camera, the code form and every verdict, or beside them on a telephone that lies. */
export function ActionBar({ children }: { children: ReactNode }) {
	return (
		<div className="grid shrink-0 grid-cols-[1fr_1.3fr_1fr] gap-2.5 border-t border-line bg-paper px-4 pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] short:w-40 short:grid-cols-1 short:grid-rows-3 short:border-t-0 short:border-l short:pt-2.5 short:pr-[max(1rem,env(safe-area-inset-right))] short:pb-2.5 short:pl-3">
			{children}
		</div>
	);
}

export function Side(props: ButtonProps) {
	return (
		<Button
			{...props}
			className={`min-h-15 min-w-0 px-1! text-[clamp(0.8125rem,0.4rem+2.2cqi,1.25rem)] leading-tight ${props.className ?? ""}`}
		/>
	);
}

export function Primary(props: ButtonProps) {
	return (
		<Button
			{...props}
			tone="primary"
			data-primary=""
			className="min-h-15 min-w-0 px-1! text-[clamp(1.0625rem,2.6cqi,1.5rem)] leading-tight"
		/>
	);
}
