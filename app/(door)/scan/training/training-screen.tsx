"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import { useIdle } from "@/app/_device/use-idle";
import { Button } from "@/app/_ui/button";
import { LiveRegion } from "@/app/_ui/live-region";
import { Notice } from "@/app/_ui/notice";
import { Progress } from "@/app/_ui/progress";
import { localAssignment } from "@/lib/checkin/checkin-event";
import { type GateChoice, newGate } from "@/lib/device/door/gate-choice";
import { deviceNow } from "@/lib/device/trust/clock";
import type { AssignmentKind } from "@/lib/shared/assignment-kind";
import { HOUR } from "@/lib/shared/numeric-date";
import { CameraPicture } from "../camera/camera-picture";
import { useScanWorker } from "../camera/use-scan-worker";
import { useScanner } from "../camera/use-scanner";
import { DoorStore } from "../check-in/door-store";
import { ScannerStrip } from "../check-in/scanner-strip";
import { useDoor } from "../check-in/use-door";
import type { DoorDialog } from "../dialogs/door-dialog";
import { DoorStage } from "../door-stage";
import { DoorNotice } from "../notices/door-notices";
import { useSpokenVerdict } from "../verdict/use-verdict-words";
import { RealPassDialog } from "./real-pass-dialog";
import { TrainingDialogs } from "./training-dialogs";
import { TrainingPasses } from "./training-passes";
import { type Training, useTraining } from "./use-training";

/**
 * The exercise (DP-3): the door's own screens under keys and passes that are good nowhere else. It lives as long as this
 * component: a reload, ten idle minutes or the button lead back to the real door.
 */
export function TrainingScreen({ mode, onEnd }: { mode: AssignmentKind; onEnd: () => void }) {
	const t = useTranslations("door.training");
	const training = useTraining();
	if (training.state === "ready") {
		return (
			<DoorStore value={training.db}>
				<TrainingDoor training={training} mode={mode} onEnd={onEnd} />
			</DoorStore>
		);
	}
	return (
		<Frame onEnd={onEnd}>
			<div className="p-5">
				{training.state === "making" ? <Progress label={t("making")} /> : <Notice tone="no">{t("failed")}</Notice>}
			</div>
		</Frame>
	);
}

type Ready = Extract<Training, { state: "ready" }>;

const EXERCISE_LENGTH = 12 * HOUR;
const NO_UPDATE = { state: "idle", start: () => undefined } as const;

function TrainingDoor({ training, mode, onEnd }: { training: Ready; mode: AssignmentKind; onEnd: () => void }) {
	const { world, trust } = training;
	const t = useTranslations("door.training");
	const [gate, setGate] = useState(() => exerciseGate(t("place"), mode));
	const { link, judge } = useScanWorker(trust);
	const door = useDoor({ gate, trust, judge, codeKeys: world.codeKeys, soundScanner: false });
	const { stage, note } = door.state;
	const { newest } = door.state.owner;
	const scanner = useScanner(link, {
		onText: (text, from) => door.desk.present(text, from) === "taken",
		onStutter: door.stutter,
		check: undefined,
	});
	const spoken = useSpokenVerdict(mode);
	const [passes, setPasses] = useState(true);
	const [open, setOpen] = useState<DoorDialog>();
	useIdle(newest, onEnd);
	const showPasses = () => {
		door.dispatch({ type: "next" });
		setPasses(!passes);
	};
	const said =
		note === undefined ? null : <DoorNotice note={note} onRead={() => door.dispatch({ type: "noteRead" })} />;
	// Whatever was presented is what one looks at now.
	useEffect(() => {
		if (newest > 0) setPasses(false);
	}, [newest]);
	return (
		<Frame onEnd={onEnd} passes={passes} onPasses={showPasses}>
			<ScannerStrip door={door} />
			<main id="content" className="stage relative min-h-0 flex-1 overflow-hidden bg-black">
				<CameraPicture video={scanner.video} />
				{/* Under the passes nothing is pressed, and no key reaches it. */}
				<div inert={passes} className="contents">
					<DoorStage
						{...{ door, scanner, gate, codeKeys: world.codeKeys, update: NO_UPDATE, notices: said }}
						onOpen={setOpen}
					/>
				</div>
				{passes ? (
					<TrainingPasses world={world} mode={mode} onPresent={(text) => void door.desk.present(text, "image")} />
				) : null}
			</main>
			<LiveRegion urgent turn={stage.state === "verdict" ? stage.id : 0}>
				{stage.state === "verdict" ? spoken(stage.view) : ""}
			</LiveRegion>
			<RealPassDialog stage={stage} onEnd={onEnd} />
			{open === undefined ? null : (
				<TrainingDialogs {...{ open, gate, trust }} onChoose={setGate} onClose={() => setOpen(undefined)} />
			)}
		</Frame>
	);
}

function exerciseGate(name: string, mode: AssignmentKind): GateChoice {
	const assignment = localAssignment("exercise");
	return newGate({ assignment, name, gate: "", mode, capacity: null, ends: deviceNow() + EXERCISE_LENGTH });
}

/** A colour that no verdict has, all around, and the word over everything. */
function Frame(props: { onEnd: () => void; passes?: boolean; onPasses?: () => void; children: ReactNode }) {
	const { onEnd, passes = false, onPasses, children } = props;
	const t = useTranslations("door.training");
	return (
		<div data-training="" className="screen-only fixed inset-0 flex flex-col overflow-hidden bg-training p-3 pt-0">
			<header className="pt-[env(safe-area-inset-top)] text-on-training">
				<h1 className="pt-2 text-center text-2xl font-extrabold tracking-[0.2em]">{t("word")}</h1>
				<p className="text-center text-sm">{t("nothing")}</p>
				<div className="grid grid-cols-2 gap-2.5 py-2">
					<Button compact className="min-h-11" onClick={onEnd}>
						{t("end")}
					</Button>
					{onPasses === undefined ? null : (
						<Button compact className="min-h-11" aria-pressed={passes} onClick={onPasses}>
							{t("passes")}
						</Button>
					)}
				</div>
			</header>
			<div className="relative flex min-h-0 flex-1 flex-col overflow-hidden bg-paper">
				{children}
				<Watermark word={t("word")} />
			</div>
			<p aria-hidden="true" className="pt-2 text-center text-lg font-extrabold tracking-[0.2em] text-on-training">
				{t("word")}
			</p>
		</div>
	);
}

/** Over camera, form and verdict alike; it takes no touch. */
function Watermark({ word }: { word: string }) {
	return (
		<div aria-hidden="true" className="pointer-events-none absolute inset-0 overflow-hidden">
			{[12, 38, 64, 90].map((top) => (
				<span
					key={top}
					data-watermark={word}
					style={{ top: `${top}%` }}
					className="absolute left-1/2 -translate-x-1/2 -rotate-12 text-6xl font-black tracking-[0.2em] whitespace-nowrap text-training-mark before:content-[attr(data-watermark)]"
				/>
			))}
		</div>
	);
}
