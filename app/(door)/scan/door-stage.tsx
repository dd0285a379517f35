"use client";

import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { VerifierCodeKeys } from "@/lib/checkcode/derive-keys";
import type { GateChoice } from "@/lib/device/door/gate-choice";
import { assertNever } from "@/lib/shared/assert-never";
import { CameraStage } from "./camera/camera-stage";
import { PictureControls } from "./camera/picture-controls";
import { TorchButton } from "./camera/torch-button";
import type { Scanner } from "./camera/use-scanner";
import type { Stage } from "./check-in/stage";
import type { Door } from "./check-in/use-door";
import { CodeForm } from "./code/code-form";
import type { DoorDialog } from "./dialogs/door-dialog";
import { countryName } from "./gate/countries";
import type { KeyUpdate } from "./keys/use-key-update";
import { useSupervisor } from "./supervisor/supervisor-provider";
import type { Outcome } from "./verdict/outcomes";
import type { VerdictHandlers } from "./verdict/verdict-actions";
import { VerdictStage } from "./verdict/verdict-stage";

type DoorStageProps = {
	readonly door: Door;
	readonly scanner: Scanner;
	readonly gate: GateChoice;
	readonly codeKeys: VerifierCodeKeys;
	readonly update: KeyUpdate;
	readonly notices: ReactNode;
	/** Verifying without an enrolment (ND-6): no direction to turn, no code to type. */
	readonly uncounted?: true;
	readonly onOpen: (dialog: DoorDialog) => void;
};

/** Verdicts after which the same paper is held up again, nearer, flatter or in better light. */
const PAPER_AGAIN: ReadonlySet<Outcome> = new Set(["refused", "unverifiable", "notAPass", "part"]);

/** What lies over the camera's picture now: where to aim, the code form, or a verdict. */
export function DoorStage(props: DoorStageProps) {
	const { door, scanner, codeKeys, notices } = props;
	const { state, dispatch, work } = door;
	const { stage } = state;
	const torch = <TorchButton camera={scanner.camera} switchTorch={scanner.switchTorch} />;
	const journey = useJourneyChoice(props);
	const letBack = useReentry(props);
	switch (stage.state) {
		case "camera":
			return (
				<CameraStage
					scanner={scanner}
					actions={{
						direction: state.direction,
						journey,
						torch,
						onCode: props.uncounted ? undefined : () => dispatch({ type: "openForm" }),
						onTurn: props.gate.role === "both" ? (direction) => dispatch({ type: "turn", direction }) : undefined,
					}}
					notices={notices}
				/>
			);
		case "form":
			return (
				<CodeForm
					draft={stage.draft}
					role={props.gate.mode}
					hasKeys={Object.keys(codeKeys.days).length > 0}
					onCheck={(draft) => work.check(draft)}
					onBack={() => dispatch({ type: "next" })}
				/>
			);
		case "verdict":
			return (
				<VerdictStage
					stage={stage}
					role={props.gate.mode}
					torch={torch}
					picture={PAPER_AGAIN.has(stage.view.outcome) ? <PictureControls scanner={scanner} torch /> : null}
					covered={state.owner.pauses.length > 0}
					onHold={() => dispatch({ type: "hold" })}
					onTimeUp={(id) => dispatch({ type: "timeUp", id })}
					handlers={{ ...handlersOf(stage, props), pass: letBack }}
				/>
			);
		default:
			return assertNever(stage);
	}
}

function useJourneyChoice({ gate, onOpen }: DoorStageProps) {
	const locale = useLocale();
	if (gate.mode !== "train") return undefined;
	const label = gate.journey === undefined ? undefined : countryName(gate.journey.destination, locale);
	return { label, onChoose: () => onOpen({ kind: "destination" }) };
}

/** [CI-11] Staff decide about who is inside; where the event takes nobody back, a supervisor does. */
function useReentry({ door, gate }: DoorStageProps): VerdictHandlers["pass"] {
	const t = useTranslations("door.count.ask");
	const supervisor = useSupervisor();
	return async (view, direction) => {
		const asks = direction === "in" && (view.state === "left" || gate.reentry !== "allowed");
		if (!asks || (await supervisor.ask(t("reentry")))) void door.work.pass(view, direction);
	};
}

/** What the buttons under a verdict do. */
function handlersOf(
	{ draft }: Extract<Stage, { state: "verdict" }>,
	{ door, update, onOpen }: DoorStageProps,
): Omit<VerdictHandlers, "pass"> {
	const { dispatch, work } = door;
	return {
		next: () => dispatch({ type: "next" }),
		undo: (view) => void work.undo(view),
		compared: (view, same) => void work.compared(view, same),
		override: (view) => onOpen({ kind: "override", view }),
		retype: () => dispatch({ type: "openForm", ...(draft === undefined ? {} : { draft }) }),
		showRules: () => onOpen({ kind: "rules" }),
		callSupervisor: (spoken) => onOpen({ kind: "supervisor", spoken }),
		showHelp: (spoken) => onOpen({ kind: "help", spoken }),
		updateKeys: update.start,
		updating: update.state === "busy",
	};
}
