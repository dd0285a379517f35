"use client";

import { createContext } from "react";
import type { RelaisDatabase } from "@/lib/device/store/database";

/** Where the door's work is kept; undefined: in the device's own database. An exercise brings another. */
export const DoorStore = createContext<RelaisDatabase | undefined>(undefined);
