"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ReadPicture } from "./read-picture";
import type { Scanner } from "./use-scanner";

/**
 * A picture instead of the camera, lens, zoom and, where there is no larger button for it, lamp: what helps to read a paper that was not
 * read. Each is there only where this camera has it.
 */
export function PictureControls({ scanner, torch = false }: { scanner: Scanner; torch?: boolean }) {
	const { camera } = scanner;
	const t = useTranslations("door.camera");
	const format = useFormatter();
	const live = camera.state === "live";
	return (
		<div className="flex items-center justify-end gap-2.5">
			<ReadPicture onPicture={scanner.readPicture} className={ROUND}>
				<PictureIcon />
			</ReadPicture>
			{torch && live && camera.hasTorch ? (
				<Round label={t("torch")} pressed={camera.torch} onClick={scanner.switchTorch}>
					<TorchIcon />
				</Round>
			) : null}
			{live && camera.zooms.length > 1 ? (
				<Round
					label={t("zoom", { zoom: format.number(camera.zoom, { maximumFractionDigits: 1 }) })}
					onClick={scanner.switchZoom}
				>
					<span className="tabular font-semibold">×{format.number(camera.zoom, { maximumFractionDigits: 1 })}</span>
				</Round>
			) : null}
			{camera.lenses > 1 ? (
				<Round label={t("lens")} onClick={scanner.switchLens}>
					<LensIcon />
				</Round>
			) : null}
		</div>
	);
}

const ROUND =
	"grid size-12 shrink-0 place-items-center rounded-full border border-white/30 bg-black/60 text-white aria-pressed:border-compare aria-pressed:text-compare";

function Round(props: { label: string; pressed?: boolean; onClick: () => void; children: ReactNode }) {
	const { label, pressed, onClick, children } = props;
	return (
		<button type="button" onClick={onClick} aria-label={label} aria-pressed={pressed} title={label} className={ROUND}>
			{children}
		</button>
	);
}

function PictureIcon() {
	return (
		<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.8" aria-hidden="true" className="size-6">
			<path d="M5 4h14a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1zM4 16l4.500-4.500 3.500 3.500 3-3 5 5M15.500 8.500h.01" />
		</svg>
	);
}

function TorchIcon() {
	return (
		<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.8" aria-hidden="true" className="size-6">
			<path d="M7 3h10v3.500l-2.500 3.500V20a1 1 0 0 1-1 1h-3a1 1 0 0 1-1-1V10L7 6.500zM7 6.500h10M12 12.500v2.500" />
		</svg>
	);
}

function LensIcon() {
	return (
		<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.8" aria-hidden="true" className="size-6">
			<path d="M4 8.5A1.5 1.5 0 0 1 5.5 7h2L9 5h6l1.5 2h2A1.5 1.5 0 0 1 20 8.5v8a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 16.500z" />
			<path d="M9 12a3 3 0 0 1 5.5-1.600M15 12.500a3 3 0 0 1-5.500 1.600M14.600 8.700v1.800h-1.800M9.400 15.900v-1.800h1.800" />
		</svg>
	);
}
