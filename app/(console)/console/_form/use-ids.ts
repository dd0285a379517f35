"use client";

import { useState } from "react";

/** Random UUIDs that stay the same while the component is mounted: one for each `of`. */
export function useIds(): (of?: string) => string {
	const [ids] = useState(() => new Map<string, string>());
	return (of = "") => {
		const id = ids.get(of) ?? crypto.randomUUID();
		ids.set(of, id);
		return id;
	};
}
