console.log("variate");
export {};
