import {
  barChart,
  formatNumber,
  htmlReport,
  imageGrid,
  interleavedGrid,
  lineChart,
  scatterChart,
  type Cell,
  type ReportPart,
  type ReportSection,
} from "@variate/report";
import { formatNats } from "./format.js";

/** Images as the report shows them: row-major [count, height, width], intensities from 0 to 1. */
export interface Pictures {
  readonly images: Float32Array;
  readonly height: number;
  readonly width: number;
}

/** Everything the report says. Plain numbers: nothing here needs a model. */
export interface RunSummary {
  readonly title: string;
  readonly data: string;
  readonly testElbo: { readonly bound: number; readonly standardError: number; readonly reconstruction: number; readonly kl: number };
  readonly testLogLikelihood: {
    readonly mean: number;
    readonly standardError: number;
    readonly monteCarloError: number;
    readonly worstEffectiveSampleSize: number;
    readonly samples: number;
    readonly examples: number;
    /** ELBO of the same images. */
    readonly elbo: number;
  };
  readonly curves: { readonly epochs: readonly number[]; readonly train: readonly number[]; readonly test: readonly number[] };
  readonly terms: { readonly reconstruction: readonly number[]; readonly kl: readonly number[] };
  readonly klPerLatent: ArrayLike<number>;
  readonly samples: Pictures;
  readonly originals: Pictures;
  readonly reconstructions: Pictures;
  readonly interpolations: Pictures & { readonly steps: number };
  /** Only with two latents. */
  readonly manifold?: Pictures & { readonly columns: number };
  readonly codes?: { readonly points: Float32Array; readonly classes: Int32Array | undefined };
  readonly configuration: readonly (readonly [string, Cell])[];
  readonly environment: readonly (readonly [string, Cell])[];
  readonly command: string;
}

/** A latent that carries less than this is unused: Burda et al. count those with more variance than 0.01 as active. */
const UNUSED_BELOW = 0.01;

/** One self-contained HTML page about a run. */
export function buildReport(run: RunSummary): string {
  const { testElbo, testLogLikelihood } = run;
  const nats = "nats";
  const sections: ReportSection[] = [
    {
      title: "Result",
      parts: [
        {
          type: "metrics",
          metrics: [
            { label: "Test ELBO", value: formatNats(testElbo.bound), unit: nats, detail: `± ${formatNats(testElbo.standardError)} over the test images` },
            {
              label: "Test log-likelihood",
              value: formatNats(testLogLikelihood.mean),
              unit: nats,
              detail: `${testLogLikelihood.samples} draws, ${testLogLikelihood.examples.toLocaleString("en-US")} images, whose ELBO is ${formatNats(testLogLikelihood.elbo)}`,
            },
            { label: "Reconstruction", value: formatNats(testElbo.reconstruction), unit: nats, detail: "E log p(x|z), test" },
            { label: "KL", value: formatNats(testElbo.kl), unit: nats, detail: "KL(q(z|x) ‖ p(z)), test" },
          ],
        },
        { type: "text", text: `${run.data} ${likelihoodNote(testLogLikelihood)}` },
      ],
    },
    { title: "Learning curves", parts: learningCurves(run) },
    {
      title: "Samples from the prior",
      parts: [picture(run.samples, "Means of p(x|z) for z drawn from the prior.", Math.ceil(Math.sqrt(count(run.samples))))],
    },
    {
      title: "Reconstructions",
      parts: [
        {
          type: "figure",
          png: interleavedGrid({ sets: [split(run.originals), split(run.reconstructions)], height: run.originals.height, width: run.originals.width, columns: 8, scale: 2 }),
          alt: "Test images, each beside its reconstruction",
          caption: "Test images, each beside the mean of p(x|z) at its posterior mean.",
        },
      ],
    },
    {
      title: "Interpolations",
      parts: [picture(run.interpolations, "Decoded means between the posterior means of the images at both ends of a row.", run.interpolations.steps)],
    },
    ...latentSections(run),
    { title: "KL per latent", parts: klParts(run) },
    {
      title: "Run",
      parts: [
        { type: "settings", entries: run.configuration, caption: "Configuration" },
        { type: "settings", entries: run.environment, caption: "Time and environment" },
        { type: "code", text: run.command, caption: "The same run again" },
      ],
    },
  ];
  return htmlReport({ title: run.title, subtitle: "Auto-Encoding Variational Bayes, Kingma and Welling, arXiv:1312.6114", sections });
}

function likelihoodNote({ standardError, monteCarloError, worstEffectiveSampleSize, samples }: RunSummary["testLogLikelihood"]): string {
  return (
    `The log-likelihood has a standard error of ${formatNats(standardError)} nats over the images, ` +
    `${formatNumber(monteCarloError, 2)} of it from the draws; the least favourable image has ${formatNumber(worstEffectiveSampleSize, 2)} effective draws of ${samples}.`
  );
}

function learningCurves({ curves, terms }: RunSummary): ReportPart[] {
  const x = { label: "epoch" };
  return [
    {
      type: "figure",
      svg: lineChart({
        title: "Evidence lower bound",
        series: [
          { name: "training", x: curves.epochs, y: curves.train },
          { name: "test", x: curves.epochs, y: curves.test },
        ],
        x,
        y: { label: "ELBO", unit: "nats" },
      }),
      caption: "Training: mean over the epoch's steps, while parameters move. Test: at the epoch's end.",
    },
    {
      type: "figures",
      figures: [
        { svg: lineChart({ title: "Reconstruction, test", series: [{ name: "reconstruction", x: curves.epochs, y: terms.reconstruction }], x, y: { label: "E log p(x|z)", unit: "nats" }, width: 380 }) },
        { svg: lineChart({ title: "KL, test", series: [{ name: "KL", x: curves.epochs, y: terms.kl }], x, y: { label: "KL(q ‖ p)", unit: "nats" }, width: 380 }) },
      ],
    },
  ];
}

function latentSections({ manifold, codes }: RunSummary): ReportSection[] {
  const parts: ReportPart[] = [];
  if (manifold !== undefined) {
    parts.push(picture(manifold, "Decoded means over a grid of the latent plane, equally spaced in the prior's probability.", manifold.columns));
  }
  if (codes !== undefined) {
    parts.push({
      type: "figure",
      svg: scatterChart({
        title: "Posterior means of test images",
        points: codes.points,
        ...(codes.classes === undefined ? {} : { classes: codes.classes }),
        x: { label: "latent 0" },
        y: { label: "latent 1" },
      }),
    });
  }
  return parts.length === 0 ? [] : [{ title: "Latent plane", parts }];
}

function klParts({ klPerLatent }: RunSummary): ReportPart[] {
  const values = Array.from(klPerLatent);
  const used = values.filter((kl) => kl > UNUSED_BELOW).length;
  return [
    {
      type: "figure",
      svg: barChart({
        title: "Mean KL of each latent on the test images",
        values,
        sorted: true,
        x: { label: "latent, largest first" },
        y: { label: "KL", unit: "nats" },
      }),
      caption: `${used} of ${values.length} latents carry more than ${UNUSED_BELOW} nats.`,
    },
  ];
}

function picture(pictures: Pictures, caption: string, columns: number): ReportPart {
  const { images, height, width } = pictures;
  return { type: "figure", png: imageGrid({ images, height, width, columns, scale: 2 }), alt: caption, caption };
}

function count({ images, height, width }: Pictures): number {
  return images.length / (height * width);
}

function split({ images, height, width }: Pictures): Float32Array[] {
  const size = height * width;
  return Array.from({ length: images.length / size }, (_, i) => images.subarray(i * size, (i + 1) * size));
}
