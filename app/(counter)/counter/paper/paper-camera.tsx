"use client";

import { useTranslations } from "next-intl";
import type { ReturnedCode } from "@/lib/kit/returned-paper";
import { useCameraCodes } from "./use-paper-reader";

/** What the camera sees, and each code of a sheet that it reads. */
export function PaperCamera({ pharmacy, onCode }: { pharmacy: string; onCode: (code: ReturnedCode) => void }) {
	const t = useTranslations("paper.camera");
	const { video, camera } = useCameraCodes(pharmacy, onCode);
	return (
		<div className="grid gap-2">
			<video
				ref={video}
				muted
				playsInline
				aria-label={t("picture")}
				className="aspect-video w-full rounded-card bg-black object-cover"
			/>
			<p role="status" className="text-sm text-ink-2">
				{t(camera.state)}
			</p>
		</div>
	);
}
