// SPDX-License-Identifier: Apache-2.0
import * as fs from 'node:fs';
import * as path from 'node:path';
import {pathToFileURL} from 'node:url';

// Opens model files with Netron's own parsers, without a window: prints nodes and initialisers, fails on any error.
const [, , netron, ...files] = process.argv;
const load = (name) => import(pathToFileURL(path.join(netron, name)).href);
const base = await load('base.js');
const view = await load('view.js');

class Host {
    constructor() { this.errors = []; }
    get environment() { return {}; }
    get window() { return globalThis; }
    get document() { return { body: {}, createElement: () => ({}) }; }
    async request(file) {
        const bytes = fs.readFileSync(path.join(netron, file));
        return file.endsWith('.json') ? bytes.toString('utf8') : new base.BinaryStream(bytes);
    }
    async asset(file) { return this.request(file); }
    async require(id) { return load(`${id}.js`); }
    exception(error) { this.errors.push(error); }
    event() {}
    message() {}
    async error(title, message) { this.errors.push(new Error(`${title}: ${message}`)); }
}

class Source {
    constructor(host, file) {
        this.host = host;
        this.identifier = path.basename(file);
        this.stream = new base.BinaryStream(fs.readFileSync(file));
    }
    async request(file) { return this.host.request(file); }
    async fetch(file) { return this.host.request(file); }
    async asset(file) { return this.host.asset(file); }
    async require(id) { return this.host.require(id); }
    error(error) { this.host.exception(error); }
}

let failed = false;
for (const file of files) {
    const host = new Host();
    try {
        const service = new view.ModelFactoryService(host);
        const model = await service.open(new Source(host, file));
        const graph = (model.modules ?? model.graphs)[0];
        if (host.errors.length > 0) { throw host.errors[0]; }
        console.log(`netron: ${file}: ${model.format}, ${graph.nodes.length} nodes, inputs ${graph.inputs.map((value) => value.name)}`);
    } catch (error) {
        failed = true;
        console.error(`netron: ${file}: ${error.message}`);
    }
}
process.exit(failed ? 1 : 0);
