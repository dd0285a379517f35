"use client";

import { useTranslations } from "next-intl";
import { Side } from "../action-bar";
import type { Scanner } from "./use-scanner";

export function TorchButton({ camera, switchTorch }: Pick<Scanner, "camera" | "switchTorch">) {
	const t = useTranslations("door.camera");
	const lit = camera.state === "live" && camera.torch;
	return (
		<Side
			aria-pressed={lit}
			disabled={camera.state !== "live" || !camera.hasTorch}
			onClick={switchTorch}
			className="aria-pressed:border-compare aria-pressed:text-compare"
		>
			{t("torch")}
		</Side>
	);
}
