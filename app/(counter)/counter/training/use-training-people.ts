"use client";

import { useRef } from "react";
import type { CounterHabits } from "../entry/form-state";
import type { Counter } from "../entry/use-counter";
import { present } from "../entry/use-entry-form";
import { TRAINING_PEOPLE, type TrainingPersonId, trainingForm } from "./training-people";

/** Whoever is typed stays among those who wait, as with the next person of a counter. */
export function useTrainingPeople(counter: Counter, habits: CounterHabits) {
	const count = useRef(0);
	const take = (id: TrainingPersonId) => counter.begin(trainingForm(id, { habits, ...present() }));
	/** The ten in turn. */
	const next = () => {
		const id = TRAINING_PEOPLE[count.current % TRAINING_PEOPLE.length];
		count.current += 1;
		if (id !== undefined) take(id);
	};
	return { take, next };
}
