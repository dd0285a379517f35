"use client";

import { useTranslations } from "next-intl";
import { Side } from "../action-bar";
import type { Scanner } from "./use-scanner";

export function TorchButton({ camera, switchTorch }: Pick<Scanner, "camera" | "switchTorch">) {
	const t = useTranslations("door.camera");
	return (
		<Side
			aria-pressed={camera.torch}
			disabled={camera.state !== "live" || !camera.hasTorch}
			onClick={switchTorch}
			className="aria-pressed:border-compare aria-pressed:text-compare"
		>
			{t("torch")}
		</Side>
	);
}
