// Takes the pictures of the README from the demo's fleet: node demo/screenshots.mjs FOLDER
import { load } from './load.mjs'

const { takeScreenshots } = await load('screenshots.ts')
await takeScreenshots(process.argv[2])
