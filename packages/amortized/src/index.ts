// The contract
export type { ConditionalDistribution, Context, Head, Module } from "./module.js";
