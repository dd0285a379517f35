"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/app/_ui/button";
import { Notice } from "@/app/_ui/notice";
import type { Direction } from "@/lib/checkin/checkin-event";
import type { CameraFailure } from "@/lib/scan/camera";
import { ActionBar, Primary, Side } from "../action-bar";
import type { Scanner } from "./use-scanner";

const FAILURES = {
	camera_denied: "denied",
	camera_missing: "missing",
	camera_in_use: "inUse",
	camera_unsupported: "unsupported",
	camera_failed: "failed",
} as const;

/** On board there is no way out; the third button says where the journey goes. */
type JourneyChoice = { readonly label: string | undefined; readonly onChoose: () => void };

type CameraActions = {
	readonly direction: Direction;
	readonly journey: JourneyChoice | undefined;
	readonly torch: ReactNode;
	readonly onCode: () => void;
	readonly onTurn: (direction: Direction) => void;
};

/** What lies over the camera's picture while no verdict does: where to aim, or why there is no picture. */
export function CameraStage(props: {
	scanner: Pick<Scanner, "camera" | "retry" | "switchLens">;
	actions: CameraActions;
	/** Strips about the device: no keys, a slow clock, what was just undone. */
	notices: ReactNode;
}) {
	const { scanner, actions, notices } = props;
	const { camera, retry, switchLens } = scanner;
	const t = useTranslations("door.camera");
	return (
		<div
			data-decoder={camera.state === "live" ? (camera.slow ? "slow" : "fast") : "none"}
			className="absolute inset-0 flex flex-col"
		>
			<div className="relative flex min-h-0 flex-1 flex-col">
				{camera.state === "failed" ? null : (
					<Viewfinder out={actions.direction === "out"} opening={camera.state === "opening"} />
				)}
				<div className="relative grid gap-2 p-3">
					{notices}
					{camera.state === "live" && camera.slow ? <Notice tone="compare">{t("slow")}</Notice> : null}
				</div>
				{camera.state === "failed" ? <NoPicture failure={camera.failure} onRetry={retry} /> : null}
				{camera.state === "live" && camera.lenses > 1 ? <LensButton onLens={switchLens} /> : null}
			</div>
			<CameraActionBar {...actions} />
		</div>
	);
}

function NoPicture({ failure, onRetry }: { failure: CameraFailure; onRetry: () => void }) {
	const t = useTranslations("door.camera");
	return (
		<div className="relative m-auto grid max-w-sm gap-4 p-5">
			<Notice tone="compare" alert title={t(`${FAILURES[failure]}.title`)}>
				{t(`${FAILURES[failure]}.body`)}
			</Notice>
			<Button onClick={onRetry}>{t("retry")}</Button>
		</div>
	);
}

function LensButton({ onLens }: { onLens: () => void }) {
	const t = useTranslations("door.camera");
	return (
		<button
			type="button"
			onClick={onLens}
			aria-label={t("lens")}
			title={t("lens")}
			className="absolute right-3 bottom-3 grid size-12 place-items-center rounded-full border border-white/30 bg-black/60 text-white"
		>
			<LensIcon />
		</button>
	);
}

function CameraActionBar({ direction, journey, torch, onCode, onTurn }: CameraActions) {
	const t = useTranslations("door.camera");
	const out = direction === "out";
	return (
		<ActionBar>
			{torch}
			<Primary onClick={onCode}>{t("code")}</Primary>
			{journey !== undefined ? (
				<DestinationButton {...journey} />
			) : (
				<Side
					aria-pressed={out}
					onClick={() => onTurn(out ? "in" : "out")}
					className="aria-pressed:border-accent aria-pressed:font-semibold aria-pressed:text-accent"
				>
					{t("out")}
				</Side>
			)}
		</ActionBar>
	);
}

function DestinationButton({ label, onChoose }: JourneyChoice) {
	const t = useTranslations("door.camera");
	return (
		<Side
			aria-haspopup="dialog"
			data-destination={label ?? ""}
			onClick={onChoose}
			className={label === undefined ? "" : "border-accent text-accent"}
		>
			<span className="grid min-w-0">
				<span className={label === undefined ? "" : "text-xs"}>{t("destination")}</span>
				{label === undefined ? null : <span className="truncate font-semibold">{label}</span>}
			</span>
		</Side>
	);
}

function Viewfinder({ out, opening }: { out: boolean; opening: boolean }) {
	const t = useTranslations("door.camera");
	return (
		<div className="pointer-events-none absolute inset-0 overflow-hidden">
			<div className="absolute top-[46%] left-1/2 size-[min(66vw,46vh,20rem)] -translate-1/2 rounded-[22px] shadow-[0_0_0_200vmax_#0006]">
				<svg viewBox="0 0 100 100" fill="none" aria-hidden="true" className="size-full text-white">
					<path
						d="M2 20V9a7 7 0 0 1 7-7h11M80 2h11a7 7 0 0 1 7 7v11M98 80v11a7 7 0 0 1-7 7H80M20 98H9a7 7 0 0 1-7-7V80"
						stroke="currentColor"
						strokeWidth="2.2"
						strokeLinecap="round"
					/>
				</svg>
			</div>
			<p className="absolute inset-x-0 bottom-5 px-16 text-center text-[0.9375rem] font-medium text-white [text-shadow:0_1px_4px_#000]">
				{opening ? t("starting") : out ? t("hintOut") : t("hint")}
			</p>
		</div>
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
