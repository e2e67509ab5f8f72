/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError, $TypeError = $util.global.TypeError, $Number = $util.global.Number, $String = $util.global.String, $Array = $util.global.Array, $isFinite = $util.global.isFinite, $Boolean = $util.global.Boolean;

// Exported root namespace
const $root = $protobuf.roots["default"] || ($protobuf.roots["default"] = {});

export const dinofleet = $root.dinofleet = (() => {

    /**
     * Namespace dinofleet.
     * @exports dinofleet
     * @namespace
     */
    const dinofleet = {};

    dinofleet.v1 = (function() {

        /**
         * Namespace v1.
         * @memberof dinofleet
         * @namespace
         */
        const v1 = {};

        v1.AgentMessage = (function() {

            /**
             * Properties of an AgentMessage.
             * @typedef {Object} dinofleet.v1.AgentMessage.$Properties
             * @property {dinofleet.v1.AgentHello.$Properties|null} [hello] AgentMessage hello
             * @property {dinofleet.v1.NodeSurvey.$Properties|null} [survey] AgentMessage survey
             * @property {dinofleet.v1.AgentHeartbeat.$Properties|null} [heartbeat] AgentMessage heartbeat
             * @property {dinofleet.v1.WorkerExited.$Properties|null} [workerExited] AgentMessage workerExited
             * @property {dinofleet.v1.WorkersSpawned.$Properties|null} [workersSpawned] AgentMessage workersSpawned
             * @property {dinofleet.v1.SnapshotPublished.$Properties|null} [snapshotPublished] AgentMessage snapshotPublished
             * @property {dinofleet.v1.AgentLeaving.$Properties|null} [leaving] AgentMessage leaving
             * @property {dinofleet.v1.NodeProbed.$Properties|null} [probed] AgentMessage probed
             * @property {number|null} [number] AgentMessage number
             * @property {"hello"|"survey"|"heartbeat"|"workerExited"|"workersSpawned"|"snapshotPublished"|"leaving"|"probed"} [kind] AgentMessage kind
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an AgentMessage.
             * @memberof dinofleet.v1
             * @interface IAgentMessage
             * @augments dinofleet.v1.AgentMessage.$Properties
             * @deprecated Use dinofleet.v1.AgentMessage.$Properties instead.
             */

            /**
             * Narrowed shape of an AgentMessage.
             * @typedef {{
             *   hello?: dinofleet.v1.AgentHello.$Shape|null;
             *   survey?: dinofleet.v1.NodeSurvey.$Shape|null;
             *   heartbeat?: dinofleet.v1.AgentHeartbeat.$Shape|null;
             *   workerExited?: dinofleet.v1.WorkerExited.$Shape|null;
             *   workersSpawned?: dinofleet.v1.WorkersSpawned.$Shape|null;
             *   snapshotPublished?: dinofleet.v1.SnapshotPublished.$Shape|null;
             *   leaving?: dinofleet.v1.AgentLeaving.$Shape|null;
             *   probed?: dinofleet.v1.NodeProbed.$Shape|null;
             *   number?: number|null;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ kind?: undefined; hello?: null; survey?: null; heartbeat?: null; workerExited?: null; workersSpawned?: null; snapshotPublished?: null; leaving?: null; probed?: null }|{ kind?: "hello"; hello: dinofleet.v1.AgentHello.$Shape; survey?: null; heartbeat?: null; workerExited?: null; workersSpawned?: null; snapshotPublished?: null; leaving?: null; probed?: null }|{ kind?: "survey"; hello?: null; survey: dinofleet.v1.NodeSurvey.$Shape; heartbeat?: null; workerExited?: null; workersSpawned?: null; snapshotPublished?: null; leaving?: null; probed?: null }|{ kind?: "heartbeat"; hello?: null; survey?: null; heartbeat: dinofleet.v1.AgentHeartbeat.$Shape; workerExited?: null; workersSpawned?: null; snapshotPublished?: null; leaving?: null; probed?: null }|{ kind?: "workerExited"; hello?: null; survey?: null; heartbeat?: null; workerExited: dinofleet.v1.WorkerExited.$Shape; workersSpawned?: null; snapshotPublished?: null; leaving?: null; probed?: null }|{ kind?: "workersSpawned"; hello?: null; survey?: null; heartbeat?: null; workerExited?: null; workersSpawned: dinofleet.v1.WorkersSpawned.$Shape; snapshotPublished?: null; leaving?: null; probed?: null }|{ kind?: "snapshotPublished"; hello?: null; survey?: null; heartbeat?: null; workerExited?: null; workersSpawned?: null; snapshotPublished: dinofleet.v1.SnapshotPublished.$Shape; leaving?: null; probed?: null }|{ kind?: "leaving"; hello?: null; survey?: null; heartbeat?: null; workerExited?: null; workersSpawned?: null; snapshotPublished?: null; leaving: dinofleet.v1.AgentLeaving.$Shape; probed?: null }|{ kind?: "probed"; hello?: null; survey?: null; heartbeat?: null; workerExited?: null; workersSpawned?: null; snapshotPublished?: null; leaving?: null; probed: dinofleet.v1.NodeProbed.$Shape })
             * )} dinofleet.v1.AgentMessage.$Shape
             */

            /**
             * Constructs a new AgentMessage.
             * @memberof dinofleet.v1
             * @classdesc Represents an AgentMessage.
             * @constructor
             * @param {dinofleet.v1.AgentMessage.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const AgentMessage = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * AgentMessage hello.
             * @member {dinofleet.v1.AgentHello.$Properties|null|undefined} hello
             * @memberof dinofleet.v1.AgentMessage
             * @instance
             */
            AgentMessage.prototype.hello = null;

            /**
             * AgentMessage survey.
             * @member {dinofleet.v1.NodeSurvey.$Properties|null|undefined} survey
             * @memberof dinofleet.v1.AgentMessage
             * @instance
             */
            AgentMessage.prototype.survey = null;

            /**
             * AgentMessage heartbeat.
             * @member {dinofleet.v1.AgentHeartbeat.$Properties|null|undefined} heartbeat
             * @memberof dinofleet.v1.AgentMessage
             * @instance
             */
            AgentMessage.prototype.heartbeat = null;

            /**
             * AgentMessage workerExited.
             * @member {dinofleet.v1.WorkerExited.$Properties|null|undefined} workerExited
             * @memberof dinofleet.v1.AgentMessage
             * @instance
             */
            AgentMessage.prototype.workerExited = null;

            /**
             * AgentMessage workersSpawned.
             * @member {dinofleet.v1.WorkersSpawned.$Properties|null|undefined} workersSpawned
             * @memberof dinofleet.v1.AgentMessage
             * @instance
             */
            AgentMessage.prototype.workersSpawned = null;

            /**
             * AgentMessage snapshotPublished.
             * @member {dinofleet.v1.SnapshotPublished.$Properties|null|undefined} snapshotPublished
             * @memberof dinofleet.v1.AgentMessage
             * @instance
             */
            AgentMessage.prototype.snapshotPublished = null;

            /**
             * AgentMessage leaving.
             * @member {dinofleet.v1.AgentLeaving.$Properties|null|undefined} leaving
             * @memberof dinofleet.v1.AgentMessage
             * @instance
             */
            AgentMessage.prototype.leaving = null;

            /**
             * AgentMessage probed.
             * @member {dinofleet.v1.NodeProbed.$Properties|null|undefined} probed
             * @memberof dinofleet.v1.AgentMessage
             * @instance
             */
            AgentMessage.prototype.probed = null;

            /**
             * AgentMessage number.
             * @member {number} number
             * @memberof dinofleet.v1.AgentMessage
             * @instance
             */
            AgentMessage.prototype.number = 0;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            /**
             * AgentMessage kind.
             * @member {"hello"|"survey"|"heartbeat"|"workerExited"|"workersSpawned"|"snapshotPublished"|"leaving"|"probed"|undefined} kind
             * @memberof dinofleet.v1.AgentMessage
             * @instance
             */
            $Object.defineProperty(AgentMessage.prototype, "kind", {
                get: $util.oneOfGetter($oneOfFields = ["hello", "survey", "heartbeat", "workerExited", "workersSpawned", "snapshotPublished", "leaving", "probed"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Creates a new AgentMessage instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.AgentMessage
             * @static
             * @param {dinofleet.v1.AgentMessage.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.AgentMessage} AgentMessage instance
             * @type {{
             *   (properties: dinofleet.v1.AgentMessage.$Shape): dinofleet.v1.AgentMessage & dinofleet.v1.AgentMessage.$Shape;
             *   (properties?: dinofleet.v1.AgentMessage.$Properties): dinofleet.v1.AgentMessage;
             * }}
             */
            AgentMessage.create = function(properties) {
                return new AgentMessage(properties);
            };

            /**
             * Encodes the specified AgentMessage message. Does not implicitly {@link dinofleet.v1.AgentMessage.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.AgentMessage
             * @static
             * @param {dinofleet.v1.AgentMessage.$Properties} message AgentMessage message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            AgentMessage.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.hello != null && $Object.hasOwnProperty.call(message, "hello"))
                    $root.dinofleet.v1.AgentHello.encode(message.hello, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.survey != null && $Object.hasOwnProperty.call(message, "survey"))
                    $root.dinofleet.v1.NodeSurvey.encode(message.survey, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.heartbeat != null && $Object.hasOwnProperty.call(message, "heartbeat"))
                    $root.dinofleet.v1.AgentHeartbeat.encode(message.heartbeat, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.workerExited != null && $Object.hasOwnProperty.call(message, "workerExited"))
                    $root.dinofleet.v1.WorkerExited.encode(message.workerExited, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.workersSpawned != null && $Object.hasOwnProperty.call(message, "workersSpawned"))
                    $root.dinofleet.v1.WorkersSpawned.encode(message.workersSpawned, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.snapshotPublished != null && $Object.hasOwnProperty.call(message, "snapshotPublished"))
                    $root.dinofleet.v1.SnapshotPublished.encode(message.snapshotPublished, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.leaving != null && $Object.hasOwnProperty.call(message, "leaving"))
                    $root.dinofleet.v1.AgentLeaving.encode(message.leaving, writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
                if (message.probed != null && $Object.hasOwnProperty.call(message, "probed"))
                    $root.dinofleet.v1.NodeProbed.encode(message.probed, writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
                if (message.number != null && $Object.hasOwnProperty.call(message, "number") && message.number !== 0)
                    writer.uint32(/* id 15, wireType 0 =*/120).uint32(message.number);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an AgentMessage message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.AgentMessage
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.AgentMessage & dinofleet.v1.AgentMessage.$Shape} AgentMessage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            AgentMessage.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.AgentMessage();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.hello = $root.dinofleet.v1.AgentHello.decode(reader, reader.size(), $undefined, _depth + 1, message.hello);
                            message.kind = "hello";
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.survey = $root.dinofleet.v1.NodeSurvey.decode(reader, reader.size(), $undefined, _depth + 1, message.survey);
                            message.kind = "survey";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.heartbeat = $root.dinofleet.v1.AgentHeartbeat.decode(reader, reader.size(), $undefined, _depth + 1, message.heartbeat);
                            message.kind = "heartbeat";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.workerExited = $root.dinofleet.v1.WorkerExited.decode(reader, reader.size(), $undefined, _depth + 1, message.workerExited);
                            message.kind = "workerExited";
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.workersSpawned = $root.dinofleet.v1.WorkersSpawned.decode(reader, reader.size(), $undefined, _depth + 1, message.workersSpawned);
                            message.kind = "workersSpawned";
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.snapshotPublished = $root.dinofleet.v1.SnapshotPublished.decode(reader, reader.size(), $undefined, _depth + 1, message.snapshotPublished);
                            message.kind = "snapshotPublished";
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            message.leaving = $root.dinofleet.v1.AgentLeaving.decode(reader, reader.size(), $undefined, _depth + 1, message.leaving);
                            message.kind = "leaving";
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.probed = $root.dinofleet.v1.NodeProbed.decode(reader, reader.size(), $undefined, _depth + 1, message.probed);
                            message.kind = "probed";
                            continue;
                        }
                    case 15: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.number = value;
                            else
                                delete message.number;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates an AgentMessage message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.AgentMessage
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.AgentMessage} AgentMessage
             */
            AgentMessage.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.AgentMessage)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.AgentMessage: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.AgentMessage();
                if (object.hello != null) {
                    if (!$util.isObject(object.hello))
                        throw $TypeError(".dinofleet.v1.AgentMessage.hello: object expected");
                    message.hello = $root.dinofleet.v1.AgentHello.fromObject(object.hello, _depth + 1);
                }
                if (object.survey != null) {
                    if (!$util.isObject(object.survey))
                        throw $TypeError(".dinofleet.v1.AgentMessage.survey: object expected");
                    message.survey = $root.dinofleet.v1.NodeSurvey.fromObject(object.survey, _depth + 1);
                }
                if (object.heartbeat != null) {
                    if (!$util.isObject(object.heartbeat))
                        throw $TypeError(".dinofleet.v1.AgentMessage.heartbeat: object expected");
                    message.heartbeat = $root.dinofleet.v1.AgentHeartbeat.fromObject(object.heartbeat, _depth + 1);
                }
                if (object.workerExited != null) {
                    if (!$util.isObject(object.workerExited))
                        throw $TypeError(".dinofleet.v1.AgentMessage.workerExited: object expected");
                    message.workerExited = $root.dinofleet.v1.WorkerExited.fromObject(object.workerExited, _depth + 1);
                }
                if (object.workersSpawned != null) {
                    if (!$util.isObject(object.workersSpawned))
                        throw $TypeError(".dinofleet.v1.AgentMessage.workersSpawned: object expected");
                    message.workersSpawned = $root.dinofleet.v1.WorkersSpawned.fromObject(object.workersSpawned, _depth + 1);
                }
                if (object.snapshotPublished != null) {
                    if (!$util.isObject(object.snapshotPublished))
                        throw $TypeError(".dinofleet.v1.AgentMessage.snapshotPublished: object expected");
                    message.snapshotPublished = $root.dinofleet.v1.SnapshotPublished.fromObject(object.snapshotPublished, _depth + 1);
                }
                if (object.leaving != null) {
                    if (!$util.isObject(object.leaving))
                        throw $TypeError(".dinofleet.v1.AgentMessage.leaving: object expected");
                    message.leaving = $root.dinofleet.v1.AgentLeaving.fromObject(object.leaving, _depth + 1);
                }
                if (object.probed != null) {
                    if (!$util.isObject(object.probed))
                        throw $TypeError(".dinofleet.v1.AgentMessage.probed: object expected");
                    message.probed = $root.dinofleet.v1.NodeProbed.fromObject(object.probed, _depth + 1);
                }
                if (object.number != null)
                    if ($Number(object.number) !== 0)
                        message.number = object.number >>> 0;
                return message;
            };

            /**
             * Creates a plain object from an AgentMessage message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.AgentMessage
             * @static
             * @param {dinofleet.v1.AgentMessage} message AgentMessage
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            AgentMessage.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.number = 0;
                if (message.hello != null && $Object.hasOwnProperty.call(message, "hello")) {
                    object.hello = $root.dinofleet.v1.AgentHello.toObject(message.hello, options, _depth + 1);
                    if (options.oneofs)
                        object.kind = "hello";
                }
                if (message.survey != null && $Object.hasOwnProperty.call(message, "survey")) {
                    object.survey = $root.dinofleet.v1.NodeSurvey.toObject(message.survey, options, _depth + 1);
                    if (options.oneofs)
                        object.kind = "survey";
                }
                if (message.heartbeat != null && $Object.hasOwnProperty.call(message, "heartbeat")) {
                    object.heartbeat = $root.dinofleet.v1.AgentHeartbeat.toObject(message.heartbeat, options, _depth + 1);
                    if (options.oneofs)
                        object.kind = "heartbeat";
                }
                if (message.workerExited != null && $Object.hasOwnProperty.call(message, "workerExited")) {
                    object.workerExited = $root.dinofleet.v1.WorkerExited.toObject(message.workerExited, options, _depth + 1);
                    if (options.oneofs)
                        object.kind = "workerExited";
                }
                if (message.workersSpawned != null && $Object.hasOwnProperty.call(message, "workersSpawned")) {
                    object.workersSpawned = $root.dinofleet.v1.WorkersSpawned.toObject(message.workersSpawned, options, _depth + 1);
                    if (options.oneofs)
                        object.kind = "workersSpawned";
                }
                if (message.snapshotPublished != null && $Object.hasOwnProperty.call(message, "snapshotPublished")) {
                    object.snapshotPublished = $root.dinofleet.v1.SnapshotPublished.toObject(message.snapshotPublished, options, _depth + 1);
                    if (options.oneofs)
                        object.kind = "snapshotPublished";
                }
                if (message.leaving != null && $Object.hasOwnProperty.call(message, "leaving")) {
                    object.leaving = $root.dinofleet.v1.AgentLeaving.toObject(message.leaving, options, _depth + 1);
                    if (options.oneofs)
                        object.kind = "leaving";
                }
                if (message.probed != null && $Object.hasOwnProperty.call(message, "probed")) {
                    object.probed = $root.dinofleet.v1.NodeProbed.toObject(message.probed, options, _depth + 1);
                    if (options.oneofs)
                        object.kind = "probed";
                }
                if (message.number != null && $Object.hasOwnProperty.call(message, "number"))
                    object.number = message.number;
                return object;
            };

            /**
             * Converts this AgentMessage to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.AgentMessage
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            AgentMessage.prototype.toJSON = function() {
                return AgentMessage.toObject(this, $protobuf.util.toJSONOptions);
            };

            return AgentMessage;
        })();

        v1.AgentHello = (function() {

            /**
             * Properties of an AgentHello.
             * @typedef {Object} dinofleet.v1.AgentHello.$Properties
             * @property {string|null} [nodeId] AgentHello nodeId
             * @property {string|null} [hostname] AgentHello hostname
             * @property {number|null} [cores] AgentHello cores
             * @property {number|null} [localRanks] AgentHello localRanks
             * @property {string|null} [listenHost] AgentHello listenHost
             * @property {number|null} [protocol] AgentHello protocol
             * @property {string|null} [build] AgentHello build
             * @property {string|null} [bootId] AgentHello bootId
             * @property {number|null} [coresPresent] AgentHello coresPresent
             * @property {string|null} [corePool] AgentHello corePool
             * @property {number|null} [memoryBytes] AgentHello memoryBytes
             * @property {Array.<dinofleet.v1.Device.$Properties>|null} [devices] AgentHello devices
             * @property {Array.<dinofleet.v1.InterfaceAddress.$Properties>|null} [addresses] AgentHello addresses
             * @property {string|null} [place] AgentHello place
             * @property {string|null} [returnsTo] AgentHello returnsTo
             * @property {Array.<string>|null} [workerIds] AgentHello workerIds
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an AgentHello.
             * @memberof dinofleet.v1
             * @interface IAgentHello
             * @augments dinofleet.v1.AgentHello.$Properties
             * @deprecated Use dinofleet.v1.AgentHello.$Properties instead.
             */

            /**
             * Shape of an AgentHello.
             * @typedef {dinofleet.v1.AgentHello.$Properties} dinofleet.v1.AgentHello.$Shape
             */

            /**
             * Constructs a new AgentHello.
             * @memberof dinofleet.v1
             * @classdesc Represents an AgentHello.
             * @constructor
             * @param {dinofleet.v1.AgentHello.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const AgentHello = function (properties) {
                this.devices = [];
                this.addresses = [];
                this.workerIds = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * AgentHello nodeId.
             * @member {string} nodeId
             * @memberof dinofleet.v1.AgentHello
             * @instance
             */
            AgentHello.prototype.nodeId = "";

            /**
             * AgentHello hostname.
             * @member {string} hostname
             * @memberof dinofleet.v1.AgentHello
             * @instance
             */
            AgentHello.prototype.hostname = "";

            /**
             * AgentHello cores.
             * @member {number} cores
             * @memberof dinofleet.v1.AgentHello
             * @instance
             */
            AgentHello.prototype.cores = 0;

            /**
             * AgentHello localRanks.
             * @member {number} localRanks
             * @memberof dinofleet.v1.AgentHello
             * @instance
             */
            AgentHello.prototype.localRanks = 0;

            /**
             * AgentHello listenHost.
             * @member {string} listenHost
             * @memberof dinofleet.v1.AgentHello
             * @instance
             */
            AgentHello.prototype.listenHost = "";

            /**
             * AgentHello protocol.
             * @member {number} protocol
             * @memberof dinofleet.v1.AgentHello
             * @instance
             */
            AgentHello.prototype.protocol = 0;

            /**
             * AgentHello build.
             * @member {string} build
             * @memberof dinofleet.v1.AgentHello
             * @instance
             */
            AgentHello.prototype.build = "";

            /**
             * AgentHello bootId.
             * @member {string} bootId
             * @memberof dinofleet.v1.AgentHello
             * @instance
             */
            AgentHello.prototype.bootId = "";

            /**
             * AgentHello coresPresent.
             * @member {number} coresPresent
             * @memberof dinofleet.v1.AgentHello
             * @instance
             */
            AgentHello.prototype.coresPresent = 0;

            /**
             * AgentHello corePool.
             * @member {string} corePool
             * @memberof dinofleet.v1.AgentHello
             * @instance
             */
            AgentHello.prototype.corePool = "";

            /**
             * AgentHello memoryBytes.
             * @member {number} memoryBytes
             * @memberof dinofleet.v1.AgentHello
             * @instance
             */
            AgentHello.prototype.memoryBytes = 0;

            /**
             * AgentHello devices.
             * @member {Array.<dinofleet.v1.Device.$Properties>} devices
             * @memberof dinofleet.v1.AgentHello
             * @instance
             */
            AgentHello.prototype.devices = $util.emptyArray;

            /**
             * AgentHello addresses.
             * @member {Array.<dinofleet.v1.InterfaceAddress.$Properties>} addresses
             * @memberof dinofleet.v1.AgentHello
             * @instance
             */
            AgentHello.prototype.addresses = $util.emptyArray;

            /**
             * AgentHello place.
             * @member {string} place
             * @memberof dinofleet.v1.AgentHello
             * @instance
             */
            AgentHello.prototype.place = "";

            /**
             * AgentHello returnsTo.
             * @member {string} returnsTo
             * @memberof dinofleet.v1.AgentHello
             * @instance
             */
            AgentHello.prototype.returnsTo = "";

            /**
             * AgentHello workerIds.
             * @member {Array.<string>} workerIds
             * @memberof dinofleet.v1.AgentHello
             * @instance
             */
            AgentHello.prototype.workerIds = $util.emptyArray;

            /**
             * Creates a new AgentHello instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.AgentHello
             * @static
             * @param {dinofleet.v1.AgentHello.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.AgentHello} AgentHello instance
             * @type {{
             *   (properties: dinofleet.v1.AgentHello.$Shape): dinofleet.v1.AgentHello & dinofleet.v1.AgentHello.$Shape;
             *   (properties?: dinofleet.v1.AgentHello.$Properties): dinofleet.v1.AgentHello;
             * }}
             */
            AgentHello.create = function(properties) {
                return new AgentHello(properties);
            };

            /**
             * Encodes the specified AgentHello message. Does not implicitly {@link dinofleet.v1.AgentHello.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.AgentHello
             * @static
             * @param {dinofleet.v1.AgentHello.$Properties} message AgentHello message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            AgentHello.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId") && message.nodeId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.nodeId);
                if (message.hostname != null && $Object.hasOwnProperty.call(message, "hostname") && message.hostname !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.hostname);
                if (message.cores != null && $Object.hasOwnProperty.call(message, "cores") && message.cores !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.cores);
                if (message.localRanks != null && $Object.hasOwnProperty.call(message, "localRanks") && message.localRanks !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.localRanks);
                if (message.listenHost != null && $Object.hasOwnProperty.call(message, "listenHost") && message.listenHost !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.listenHost);
                if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol") && message.protocol !== 0)
                    writer.uint32(/* id 6, wireType 0 =*/48).uint32(message.protocol);
                if (message.build != null && $Object.hasOwnProperty.call(message, "build") && message.build !== "")
                    writer.uint32(/* id 7, wireType 2 =*/58).string(message.build);
                if (message.bootId != null && $Object.hasOwnProperty.call(message, "bootId") && message.bootId !== "")
                    writer.uint32(/* id 8, wireType 2 =*/66).string(message.bootId);
                if (message.coresPresent != null && $Object.hasOwnProperty.call(message, "coresPresent") && message.coresPresent !== 0)
                    writer.uint32(/* id 9, wireType 0 =*/72).uint32(message.coresPresent);
                if (message.corePool != null && $Object.hasOwnProperty.call(message, "corePool") && message.corePool !== "")
                    writer.uint32(/* id 10, wireType 2 =*/82).string(message.corePool);
                if (message.memoryBytes != null && $Object.hasOwnProperty.call(message, "memoryBytes") && !$Object.is(message.memoryBytes, 0))
                    writer.uint32(/* id 11, wireType 1 =*/89).double(message.memoryBytes);
                if (message.devices != null && message.devices.length)
                    for (let i = 0; i < message.devices.length; ++i)
                        $root.dinofleet.v1.Device.encode(message.devices[i], writer.uint32(/* id 12, wireType 2 =*/98).fork(), _depth + 1).ldelim();
                if (message.addresses != null && message.addresses.length)
                    for (let i = 0; i < message.addresses.length; ++i)
                        $root.dinofleet.v1.InterfaceAddress.encode(message.addresses[i], writer.uint32(/* id 13, wireType 2 =*/106).fork(), _depth + 1).ldelim();
                if (message.place != null && $Object.hasOwnProperty.call(message, "place") && message.place !== "")
                    writer.uint32(/* id 14, wireType 2 =*/114).string(message.place);
                if (message.returnsTo != null && $Object.hasOwnProperty.call(message, "returnsTo") && message.returnsTo !== "")
                    writer.uint32(/* id 20, wireType 2 =*/162).string(message.returnsTo);
                if (message.workerIds != null && message.workerIds.length)
                    for (let i = 0; i < message.workerIds.length; ++i)
                        writer.uint32(/* id 21, wireType 2 =*/170).string(message.workerIds[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an AgentHello message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.AgentHello
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.AgentHello & dinofleet.v1.AgentHello.$Shape} AgentHello
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            AgentHello.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.AgentHello();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.nodeId = value;
                            else
                                delete message.nodeId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.hostname = value;
                            else
                                delete message.hostname;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.cores = value;
                            else
                                delete message.cores;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.localRanks = value;
                            else
                                delete message.localRanks;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.listenHost = value;
                            else
                                delete message.listenHost;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.protocol = value;
                            else
                                delete message.protocol;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.build = value;
                            else
                                delete message.build;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.bootId = value;
                            else
                                delete message.bootId;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.coresPresent = value;
                            else
                                delete message.coresPresent;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.corePool = value;
                            else
                                delete message.corePool;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.memoryBytes = value;
                            else
                                delete message.memoryBytes;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            if (!(message.devices && message.devices.length))
                                message.devices = [];
                            message.devices.push($root.dinofleet.v1.Device.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            if (!(message.addresses && message.addresses.length))
                                message.addresses = [];
                            message.addresses.push($root.dinofleet.v1.InterfaceAddress.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 14: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.place = value;
                            else
                                delete message.place;
                            continue;
                        }
                    case 20: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.returnsTo = value;
                            else
                                delete message.returnsTo;
                            continue;
                        }
                    case 21: {
                            if (wireType !== 2)
                                break;
                            if (!(message.workerIds && message.workerIds.length))
                                message.workerIds = [];
                            message.workerIds.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates an AgentHello message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.AgentHello
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.AgentHello} AgentHello
             */
            AgentHello.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.AgentHello)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.AgentHello: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.AgentHello();
                if (object.nodeId != null)
                    if (typeof object.nodeId !== "string" || object.nodeId.length)
                        message.nodeId = $String(object.nodeId);
                if (object.hostname != null)
                    if (typeof object.hostname !== "string" || object.hostname.length)
                        message.hostname = $String(object.hostname);
                if (object.cores != null)
                    if ($Number(object.cores) !== 0)
                        message.cores = object.cores >>> 0;
                if (object.localRanks != null)
                    if ($Number(object.localRanks) !== 0)
                        message.localRanks = object.localRanks >>> 0;
                if (object.listenHost != null)
                    if (typeof object.listenHost !== "string" || object.listenHost.length)
                        message.listenHost = $String(object.listenHost);
                if (object.protocol != null)
                    if ($Number(object.protocol) !== 0)
                        message.protocol = object.protocol >>> 0;
                if (object.build != null)
                    if (typeof object.build !== "string" || object.build.length)
                        message.build = $String(object.build);
                if (object.bootId != null)
                    if (typeof object.bootId !== "string" || object.bootId.length)
                        message.bootId = $String(object.bootId);
                if (object.coresPresent != null)
                    if ($Number(object.coresPresent) !== 0)
                        message.coresPresent = object.coresPresent >>> 0;
                if (object.corePool != null)
                    if (typeof object.corePool !== "string" || object.corePool.length)
                        message.corePool = $String(object.corePool);
                if (object.memoryBytes != null)
                    if (!$Object.is($Number(object.memoryBytes), 0))
                        message.memoryBytes = $Number(object.memoryBytes);
                if (object.devices) {
                    if (!$Array.isArray(object.devices))
                        throw $TypeError(".dinofleet.v1.AgentHello.devices: array expected");
                    message.devices = $Array(object.devices.length);
                    for (let i = 0; i < object.devices.length; ++i) {
                        if (!$util.isObject(object.devices[i]))
                            throw $TypeError(".dinofleet.v1.AgentHello.devices: object expected");
                        message.devices[i] = $root.dinofleet.v1.Device.fromObject(object.devices[i], _depth + 1);
                    }
                }
                if (object.addresses) {
                    if (!$Array.isArray(object.addresses))
                        throw $TypeError(".dinofleet.v1.AgentHello.addresses: array expected");
                    message.addresses = $Array(object.addresses.length);
                    for (let i = 0; i < object.addresses.length; ++i) {
                        if (!$util.isObject(object.addresses[i]))
                            throw $TypeError(".dinofleet.v1.AgentHello.addresses: object expected");
                        message.addresses[i] = $root.dinofleet.v1.InterfaceAddress.fromObject(object.addresses[i], _depth + 1);
                    }
                }
                if (object.place != null)
                    if (typeof object.place !== "string" || object.place.length)
                        message.place = $String(object.place);
                if (object.returnsTo != null)
                    if (typeof object.returnsTo !== "string" || object.returnsTo.length)
                        message.returnsTo = $String(object.returnsTo);
                if (object.workerIds) {
                    if (!$Array.isArray(object.workerIds))
                        throw $TypeError(".dinofleet.v1.AgentHello.workerIds: array expected");
                    message.workerIds = $Array(object.workerIds.length);
                    for (let i = 0; i < object.workerIds.length; ++i)
                        message.workerIds[i] = $String(object.workerIds[i]);
                }
                return message;
            };

            /**
             * Creates a plain object from an AgentHello message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.AgentHello
             * @static
             * @param {dinofleet.v1.AgentHello} message AgentHello
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            AgentHello.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults) {
                    object.devices = [];
                    object.addresses = [];
                    object.workerIds = [];
                }
                if (options.defaults) {
                    object.nodeId = "";
                    object.hostname = "";
                    object.cores = 0;
                    object.localRanks = 0;
                    object.listenHost = "";
                    object.protocol = 0;
                    object.build = "";
                    object.bootId = "";
                    object.coresPresent = 0;
                    object.corePool = "";
                    object.memoryBytes = 0;
                    object.place = "";
                    object.returnsTo = "";
                }
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId"))
                    object.nodeId = message.nodeId;
                if (message.hostname != null && $Object.hasOwnProperty.call(message, "hostname"))
                    object.hostname = message.hostname;
                if (message.cores != null && $Object.hasOwnProperty.call(message, "cores"))
                    object.cores = message.cores;
                if (message.localRanks != null && $Object.hasOwnProperty.call(message, "localRanks"))
                    object.localRanks = message.localRanks;
                if (message.listenHost != null && $Object.hasOwnProperty.call(message, "listenHost"))
                    object.listenHost = message.listenHost;
                if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol"))
                    object.protocol = message.protocol;
                if (message.build != null && $Object.hasOwnProperty.call(message, "build"))
                    object.build = message.build;
                if (message.bootId != null && $Object.hasOwnProperty.call(message, "bootId"))
                    object.bootId = message.bootId;
                if (message.coresPresent != null && $Object.hasOwnProperty.call(message, "coresPresent"))
                    object.coresPresent = message.coresPresent;
                if (message.corePool != null && $Object.hasOwnProperty.call(message, "corePool"))
                    object.corePool = message.corePool;
                if (message.memoryBytes != null && $Object.hasOwnProperty.call(message, "memoryBytes"))
                    object.memoryBytes = options.json && !$isFinite(message.memoryBytes) ? $String(message.memoryBytes) : message.memoryBytes;
                if (message.devices && message.devices.length) {
                    object.devices = $Array(message.devices.length);
                    for (let j = 0; j < message.devices.length; ++j)
                        object.devices[j] = $root.dinofleet.v1.Device.toObject(message.devices[j], options, _depth + 1);
                }
                if (message.addresses && message.addresses.length) {
                    object.addresses = $Array(message.addresses.length);
                    for (let j = 0; j < message.addresses.length; ++j)
                        object.addresses[j] = $root.dinofleet.v1.InterfaceAddress.toObject(message.addresses[j], options, _depth + 1);
                }
                if (message.place != null && $Object.hasOwnProperty.call(message, "place"))
                    object.place = message.place;
                if (message.returnsTo != null && $Object.hasOwnProperty.call(message, "returnsTo"))
                    object.returnsTo = message.returnsTo;
                if (message.workerIds && message.workerIds.length) {
                    object.workerIds = $Array(message.workerIds.length);
                    for (let j = 0; j < message.workerIds.length; ++j)
                        object.workerIds[j] = message.workerIds[j];
                }
                return object;
            };

            /**
             * Converts this AgentHello to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.AgentHello
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            AgentHello.prototype.toJSON = function() {
                return AgentHello.toObject(this, $protobuf.util.toJSONOptions);
            };

            return AgentHello;
        })();

        v1.InterfaceAddress = (function() {

            /**
             * Properties of an InterfaceAddress.
             * @typedef {Object} dinofleet.v1.InterfaceAddress.$Properties
             * @property {string|null} [name] InterfaceAddress name
             * @property {string|null} [address] InterfaceAddress address
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an InterfaceAddress.
             * @memberof dinofleet.v1
             * @interface IInterfaceAddress
             * @augments dinofleet.v1.InterfaceAddress.$Properties
             * @deprecated Use dinofleet.v1.InterfaceAddress.$Properties instead.
             */

            /**
             * Shape of an InterfaceAddress.
             * @typedef {dinofleet.v1.InterfaceAddress.$Properties} dinofleet.v1.InterfaceAddress.$Shape
             */

            /**
             * Constructs a new InterfaceAddress.
             * @memberof dinofleet.v1
             * @classdesc Represents an InterfaceAddress.
             * @constructor
             * @param {dinofleet.v1.InterfaceAddress.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const InterfaceAddress = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * InterfaceAddress name.
             * @member {string} name
             * @memberof dinofleet.v1.InterfaceAddress
             * @instance
             */
            InterfaceAddress.prototype.name = "";

            /**
             * InterfaceAddress address.
             * @member {string} address
             * @memberof dinofleet.v1.InterfaceAddress
             * @instance
             */
            InterfaceAddress.prototype.address = "";

            /**
             * Creates a new InterfaceAddress instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.InterfaceAddress
             * @static
             * @param {dinofleet.v1.InterfaceAddress.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.InterfaceAddress} InterfaceAddress instance
             * @type {{
             *   (properties: dinofleet.v1.InterfaceAddress.$Shape): dinofleet.v1.InterfaceAddress & dinofleet.v1.InterfaceAddress.$Shape;
             *   (properties?: dinofleet.v1.InterfaceAddress.$Properties): dinofleet.v1.InterfaceAddress;
             * }}
             */
            InterfaceAddress.create = function(properties) {
                return new InterfaceAddress(properties);
            };

            /**
             * Encodes the specified InterfaceAddress message. Does not implicitly {@link dinofleet.v1.InterfaceAddress.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.InterfaceAddress
             * @static
             * @param {dinofleet.v1.InterfaceAddress.$Properties} message InterfaceAddress message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            InterfaceAddress.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.name);
                if (message.address != null && $Object.hasOwnProperty.call(message, "address") && message.address !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.address);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an InterfaceAddress message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.InterfaceAddress
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.InterfaceAddress & dinofleet.v1.InterfaceAddress.$Shape} InterfaceAddress
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            InterfaceAddress.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.InterfaceAddress();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.address = value;
                            else
                                delete message.address;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates an InterfaceAddress message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.InterfaceAddress
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.InterfaceAddress} InterfaceAddress
             */
            InterfaceAddress.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.InterfaceAddress)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.InterfaceAddress: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.InterfaceAddress();
                if (object.name != null)
                    if (typeof object.name !== "string" || object.name.length)
                        message.name = $String(object.name);
                if (object.address != null)
                    if (typeof object.address !== "string" || object.address.length)
                        message.address = $String(object.address);
                return message;
            };

            /**
             * Creates a plain object from an InterfaceAddress message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.InterfaceAddress
             * @static
             * @param {dinofleet.v1.InterfaceAddress} message InterfaceAddress
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            InterfaceAddress.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.name = "";
                    object.address = "";
                }
                if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                    object.name = message.name;
                if (message.address != null && $Object.hasOwnProperty.call(message, "address"))
                    object.address = message.address;
                return object;
            };

            /**
             * Converts this InterfaceAddress to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.InterfaceAddress
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            InterfaceAddress.prototype.toJSON = function() {
                return InterfaceAddress.toObject(this, $protobuf.util.toJSONOptions);
            };

            return InterfaceAddress;
        })();

        v1.Device = (function() {

            /**
             * Properties of a Device.
             * @typedef {Object} dinofleet.v1.Device.$Properties
             * @property {string|null} [device] Device device
             * @property {string|null} [name] Device name
             * @property {number|null} [memoryBytes] Device memoryBytes
             * @property {Array.<string>|null} [computeTypes] Device computeTypes
             * @property {string|null} [id] Device id
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Device.
             * @memberof dinofleet.v1
             * @interface IDevice
             * @augments dinofleet.v1.Device.$Properties
             * @deprecated Use dinofleet.v1.Device.$Properties instead.
             */

            /**
             * Shape of a Device.
             * @typedef {dinofleet.v1.Device.$Properties} dinofleet.v1.Device.$Shape
             */

            /**
             * Constructs a new Device.
             * @memberof dinofleet.v1
             * @classdesc Represents a Device.
             * @constructor
             * @param {dinofleet.v1.Device.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Device = function (properties) {
                this.computeTypes = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Device device.
             * @member {string} device
             * @memberof dinofleet.v1.Device
             * @instance
             */
            Device.prototype.device = "";

            /**
             * Device name.
             * @member {string} name
             * @memberof dinofleet.v1.Device
             * @instance
             */
            Device.prototype.name = "";

            /**
             * Device memoryBytes.
             * @member {number} memoryBytes
             * @memberof dinofleet.v1.Device
             * @instance
             */
            Device.prototype.memoryBytes = 0;

            /**
             * Device computeTypes.
             * @member {Array.<string>} computeTypes
             * @memberof dinofleet.v1.Device
             * @instance
             */
            Device.prototype.computeTypes = $util.emptyArray;

            /**
             * Device id.
             * @member {string} id
             * @memberof dinofleet.v1.Device
             * @instance
             */
            Device.prototype.id = "";

            /**
             * Creates a new Device instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.Device
             * @static
             * @param {dinofleet.v1.Device.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.Device} Device instance
             * @type {{
             *   (properties: dinofleet.v1.Device.$Shape): dinofleet.v1.Device & dinofleet.v1.Device.$Shape;
             *   (properties?: dinofleet.v1.Device.$Properties): dinofleet.v1.Device;
             * }}
             */
            Device.create = function(properties) {
                return new Device(properties);
            };

            /**
             * Encodes the specified Device message. Does not implicitly {@link dinofleet.v1.Device.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.Device
             * @static
             * @param {dinofleet.v1.Device.$Properties} message Device message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Device.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.device != null && $Object.hasOwnProperty.call(message, "device") && message.device !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.device);
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.name);
                if (message.memoryBytes != null && $Object.hasOwnProperty.call(message, "memoryBytes") && !$Object.is(message.memoryBytes, 0))
                    writer.uint32(/* id 3, wireType 1 =*/25).double(message.memoryBytes);
                if (message.computeTypes != null && message.computeTypes.length)
                    for (let i = 0; i < message.computeTypes.length; ++i)
                        writer.uint32(/* id 4, wireType 2 =*/34).string(message.computeTypes[i]);
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.id);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Device message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.Device
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.Device & dinofleet.v1.Device.$Shape} Device
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Device.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.Device();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.device = value;
                            else
                                delete message.device;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.memoryBytes = value;
                            else
                                delete message.memoryBytes;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.computeTypes && message.computeTypes.length))
                                message.computeTypes = [];
                            message.computeTypes.push(reader.stringVerify());
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Device message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.Device
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.Device} Device
             */
            Device.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.Device)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.Device: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.Device();
                if (object.device != null)
                    if (typeof object.device !== "string" || object.device.length)
                        message.device = $String(object.device);
                if (object.name != null)
                    if (typeof object.name !== "string" || object.name.length)
                        message.name = $String(object.name);
                if (object.memoryBytes != null)
                    if (!$Object.is($Number(object.memoryBytes), 0))
                        message.memoryBytes = $Number(object.memoryBytes);
                if (object.computeTypes) {
                    if (!$Array.isArray(object.computeTypes))
                        throw $TypeError(".dinofleet.v1.Device.computeTypes: array expected");
                    message.computeTypes = $Array(object.computeTypes.length);
                    for (let i = 0; i < object.computeTypes.length; ++i)
                        message.computeTypes[i] = $String(object.computeTypes[i]);
                }
                if (object.id != null)
                    if (typeof object.id !== "string" || object.id.length)
                        message.id = $String(object.id);
                return message;
            };

            /**
             * Creates a plain object from a Device message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.Device
             * @static
             * @param {dinofleet.v1.Device} message Device
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Device.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.computeTypes = [];
                if (options.defaults) {
                    object.device = "";
                    object.name = "";
                    object.memoryBytes = 0;
                    object.id = "";
                }
                if (message.device != null && $Object.hasOwnProperty.call(message, "device"))
                    object.device = message.device;
                if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                    object.name = message.name;
                if (message.memoryBytes != null && $Object.hasOwnProperty.call(message, "memoryBytes"))
                    object.memoryBytes = options.json && !$isFinite(message.memoryBytes) ? $String(message.memoryBytes) : message.memoryBytes;
                if (message.computeTypes && message.computeTypes.length) {
                    object.computeTypes = $Array(message.computeTypes.length);
                    for (let j = 0; j < message.computeTypes.length; ++j)
                        object.computeTypes[j] = message.computeTypes[j];
                }
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    object.id = message.id;
                return object;
            };

            /**
             * Converts this Device to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.Device
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Device.prototype.toJSON = function() {
                return Device.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Device;
        })();

        v1.NodeSurvey = (function() {

            /**
             * Properties of a NodeSurvey.
             * @typedef {Object} dinofleet.v1.NodeSurvey.$Properties
             * @property {string|null} [token] NodeSurvey token
             * @property {string|null} [listingHash] NodeSurvey listingHash
             * @property {number|null} [imageCount] NodeSurvey imageCount
             * @property {string|null} [problem] NodeSurvey problem
             * @property {Array.<number>|null} [checkpointSteps] NodeSurvey checkpointSteps
             * @property {Array.<dinofleet.v1.Snapshot.$Properties>|null} [snapshots] NodeSurvey snapshots
             * @property {string|null} [peerAddress] NodeSurvey peerAddress
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a NodeSurvey.
             * @memberof dinofleet.v1
             * @interface INodeSurvey
             * @augments dinofleet.v1.NodeSurvey.$Properties
             * @deprecated Use dinofleet.v1.NodeSurvey.$Properties instead.
             */

            /**
             * Shape of a NodeSurvey.
             * @typedef {dinofleet.v1.NodeSurvey.$Properties} dinofleet.v1.NodeSurvey.$Shape
             */

            /**
             * Constructs a new NodeSurvey.
             * @memberof dinofleet.v1
             * @classdesc Represents a NodeSurvey.
             * @constructor
             * @param {dinofleet.v1.NodeSurvey.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const NodeSurvey = function (properties) {
                this.checkpointSteps = [];
                this.snapshots = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * NodeSurvey token.
             * @member {string} token
             * @memberof dinofleet.v1.NodeSurvey
             * @instance
             */
            NodeSurvey.prototype.token = "";

            /**
             * NodeSurvey listingHash.
             * @member {string} listingHash
             * @memberof dinofleet.v1.NodeSurvey
             * @instance
             */
            NodeSurvey.prototype.listingHash = "";

            /**
             * NodeSurvey imageCount.
             * @member {number} imageCount
             * @memberof dinofleet.v1.NodeSurvey
             * @instance
             */
            NodeSurvey.prototype.imageCount = 0;

            /**
             * NodeSurvey problem.
             * @member {string} problem
             * @memberof dinofleet.v1.NodeSurvey
             * @instance
             */
            NodeSurvey.prototype.problem = "";

            /**
             * NodeSurvey checkpointSteps.
             * @member {Array.<number>} checkpointSteps
             * @memberof dinofleet.v1.NodeSurvey
             * @instance
             */
            NodeSurvey.prototype.checkpointSteps = $util.emptyArray;

            /**
             * NodeSurvey snapshots.
             * @member {Array.<dinofleet.v1.Snapshot.$Properties>} snapshots
             * @memberof dinofleet.v1.NodeSurvey
             * @instance
             */
            NodeSurvey.prototype.snapshots = $util.emptyArray;

            /**
             * NodeSurvey peerAddress.
             * @member {string} peerAddress
             * @memberof dinofleet.v1.NodeSurvey
             * @instance
             */
            NodeSurvey.prototype.peerAddress = "";

            /**
             * Creates a new NodeSurvey instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.NodeSurvey
             * @static
             * @param {dinofleet.v1.NodeSurvey.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.NodeSurvey} NodeSurvey instance
             * @type {{
             *   (properties: dinofleet.v1.NodeSurvey.$Shape): dinofleet.v1.NodeSurvey & dinofleet.v1.NodeSurvey.$Shape;
             *   (properties?: dinofleet.v1.NodeSurvey.$Properties): dinofleet.v1.NodeSurvey;
             * }}
             */
            NodeSurvey.create = function(properties) {
                return new NodeSurvey(properties);
            };

            /**
             * Encodes the specified NodeSurvey message. Does not implicitly {@link dinofleet.v1.NodeSurvey.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.NodeSurvey
             * @static
             * @param {dinofleet.v1.NodeSurvey.$Properties} message NodeSurvey message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            NodeSurvey.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.token != null && $Object.hasOwnProperty.call(message, "token") && message.token !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.token);
                if (message.listingHash != null && $Object.hasOwnProperty.call(message, "listingHash") && message.listingHash !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.listingHash);
                if (message.imageCount != null && $Object.hasOwnProperty.call(message, "imageCount") && message.imageCount !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.imageCount);
                if (message.problem != null && $Object.hasOwnProperty.call(message, "problem") && message.problem !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.problem);
                if (message.checkpointSteps != null && message.checkpointSteps.length)
                    writer.uint32(/* id 5, wireType 2 =*/42).uint32s(message.checkpointSteps);
                if (message.snapshots != null && message.snapshots.length)
                    for (let i = 0; i < message.snapshots.length; ++i)
                        $root.dinofleet.v1.Snapshot.encode(message.snapshots[i], writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.peerAddress != null && $Object.hasOwnProperty.call(message, "peerAddress") && message.peerAddress !== "")
                    writer.uint32(/* id 7, wireType 2 =*/58).string(message.peerAddress);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a NodeSurvey message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.NodeSurvey
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.NodeSurvey & dinofleet.v1.NodeSurvey.$Shape} NodeSurvey
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            NodeSurvey.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.NodeSurvey();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.token = value;
                            else
                                delete message.token;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.listingHash = value;
                            else
                                delete message.listingHash;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.imageCount = value;
                            else
                                delete message.imageCount;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.problem = value;
                            else
                                delete message.problem;
                            continue;
                        }
                    case 5: {
                            if (wireType === 2) {
                                if (!(message.checkpointSteps && message.checkpointSteps.length))
                                    message.checkpointSteps = [];
                                reader.uint32s(message.checkpointSteps);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.checkpointSteps && message.checkpointSteps.length))
                                message.checkpointSteps = [];
                            message.checkpointSteps.push(reader.uint32());
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (!(message.snapshots && message.snapshots.length))
                                message.snapshots = [];
                            message.snapshots.push($root.dinofleet.v1.Snapshot.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.peerAddress = value;
                            else
                                delete message.peerAddress;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a NodeSurvey message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.NodeSurvey
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.NodeSurvey} NodeSurvey
             */
            NodeSurvey.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.NodeSurvey)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.NodeSurvey: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.NodeSurvey();
                if (object.token != null)
                    if (typeof object.token !== "string" || object.token.length)
                        message.token = $String(object.token);
                if (object.listingHash != null)
                    if (typeof object.listingHash !== "string" || object.listingHash.length)
                        message.listingHash = $String(object.listingHash);
                if (object.imageCount != null)
                    if ($Number(object.imageCount) !== 0)
                        message.imageCount = object.imageCount >>> 0;
                if (object.problem != null)
                    if (typeof object.problem !== "string" || object.problem.length)
                        message.problem = $String(object.problem);
                if (object.checkpointSteps) {
                    if (!$Array.isArray(object.checkpointSteps))
                        throw $TypeError(".dinofleet.v1.NodeSurvey.checkpointSteps: array expected");
                    message.checkpointSteps = $Array(object.checkpointSteps.length);
                    for (let i = 0; i < object.checkpointSteps.length; ++i)
                        message.checkpointSteps[i] = object.checkpointSteps[i] >>> 0;
                }
                if (object.snapshots) {
                    if (!$Array.isArray(object.snapshots))
                        throw $TypeError(".dinofleet.v1.NodeSurvey.snapshots: array expected");
                    message.snapshots = $Array(object.snapshots.length);
                    for (let i = 0; i < object.snapshots.length; ++i) {
                        if (!$util.isObject(object.snapshots[i]))
                            throw $TypeError(".dinofleet.v1.NodeSurvey.snapshots: object expected");
                        message.snapshots[i] = $root.dinofleet.v1.Snapshot.fromObject(object.snapshots[i], _depth + 1);
                    }
                }
                if (object.peerAddress != null)
                    if (typeof object.peerAddress !== "string" || object.peerAddress.length)
                        message.peerAddress = $String(object.peerAddress);
                return message;
            };

            /**
             * Creates a plain object from a NodeSurvey message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.NodeSurvey
             * @static
             * @param {dinofleet.v1.NodeSurvey} message NodeSurvey
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            NodeSurvey.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults) {
                    object.checkpointSteps = [];
                    object.snapshots = [];
                }
                if (options.defaults) {
                    object.token = "";
                    object.listingHash = "";
                    object.imageCount = 0;
                    object.problem = "";
                    object.peerAddress = "";
                }
                if (message.token != null && $Object.hasOwnProperty.call(message, "token"))
                    object.token = message.token;
                if (message.listingHash != null && $Object.hasOwnProperty.call(message, "listingHash"))
                    object.listingHash = message.listingHash;
                if (message.imageCount != null && $Object.hasOwnProperty.call(message, "imageCount"))
                    object.imageCount = message.imageCount;
                if (message.problem != null && $Object.hasOwnProperty.call(message, "problem"))
                    object.problem = message.problem;
                if (message.checkpointSteps && message.checkpointSteps.length) {
                    object.checkpointSteps = $Array(message.checkpointSteps.length);
                    for (let j = 0; j < message.checkpointSteps.length; ++j)
                        object.checkpointSteps[j] = message.checkpointSteps[j];
                }
                if (message.snapshots && message.snapshots.length) {
                    object.snapshots = $Array(message.snapshots.length);
                    for (let j = 0; j < message.snapshots.length; ++j)
                        object.snapshots[j] = $root.dinofleet.v1.Snapshot.toObject(message.snapshots[j], options, _depth + 1);
                }
                if (message.peerAddress != null && $Object.hasOwnProperty.call(message, "peerAddress"))
                    object.peerAddress = message.peerAddress;
                return object;
            };

            /**
             * Converts this NodeSurvey to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.NodeSurvey
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            NodeSurvey.prototype.toJSON = function() {
                return NodeSurvey.toObject(this, $protobuf.util.toJSONOptions);
            };

            return NodeSurvey;
        })();

        v1.NodeProbed = (function() {

            /**
             * Properties of a NodeProbed.
             * @typedef {Object} dinofleet.v1.NodeProbed.$Properties
             * @property {Array.<dinofleet.v1.UnreachedPeer.$Properties>|null} [unreached] NodeProbed unreached
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a NodeProbed.
             * @memberof dinofleet.v1
             * @interface INodeProbed
             * @augments dinofleet.v1.NodeProbed.$Properties
             * @deprecated Use dinofleet.v1.NodeProbed.$Properties instead.
             */

            /**
             * Shape of a NodeProbed.
             * @typedef {dinofleet.v1.NodeProbed.$Properties} dinofleet.v1.NodeProbed.$Shape
             */

            /**
             * Constructs a new NodeProbed.
             * @memberof dinofleet.v1
             * @classdesc Represents a NodeProbed.
             * @constructor
             * @param {dinofleet.v1.NodeProbed.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const NodeProbed = function (properties) {
                this.unreached = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * NodeProbed unreached.
             * @member {Array.<dinofleet.v1.UnreachedPeer.$Properties>} unreached
             * @memberof dinofleet.v1.NodeProbed
             * @instance
             */
            NodeProbed.prototype.unreached = $util.emptyArray;

            /**
             * Creates a new NodeProbed instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.NodeProbed
             * @static
             * @param {dinofleet.v1.NodeProbed.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.NodeProbed} NodeProbed instance
             * @type {{
             *   (properties: dinofleet.v1.NodeProbed.$Shape): dinofleet.v1.NodeProbed & dinofleet.v1.NodeProbed.$Shape;
             *   (properties?: dinofleet.v1.NodeProbed.$Properties): dinofleet.v1.NodeProbed;
             * }}
             */
            NodeProbed.create = function(properties) {
                return new NodeProbed(properties);
            };

            /**
             * Encodes the specified NodeProbed message. Does not implicitly {@link dinofleet.v1.NodeProbed.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.NodeProbed
             * @static
             * @param {dinofleet.v1.NodeProbed.$Properties} message NodeProbed message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            NodeProbed.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.unreached != null && message.unreached.length)
                    for (let i = 0; i < message.unreached.length; ++i)
                        $root.dinofleet.v1.UnreachedPeer.encode(message.unreached[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a NodeProbed message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.NodeProbed
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.NodeProbed & dinofleet.v1.NodeProbed.$Shape} NodeProbed
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            NodeProbed.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.NodeProbed();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.unreached && message.unreached.length))
                                message.unreached = [];
                            message.unreached.push($root.dinofleet.v1.UnreachedPeer.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a NodeProbed message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.NodeProbed
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.NodeProbed} NodeProbed
             */
            NodeProbed.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.NodeProbed)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.NodeProbed: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.NodeProbed();
                if (object.unreached) {
                    if (!$Array.isArray(object.unreached))
                        throw $TypeError(".dinofleet.v1.NodeProbed.unreached: array expected");
                    message.unreached = $Array(object.unreached.length);
                    for (let i = 0; i < object.unreached.length; ++i) {
                        if (!$util.isObject(object.unreached[i]))
                            throw $TypeError(".dinofleet.v1.NodeProbed.unreached: object expected");
                        message.unreached[i] = $root.dinofleet.v1.UnreachedPeer.fromObject(object.unreached[i], _depth + 1);
                    }
                }
                return message;
            };

            /**
             * Creates a plain object from a NodeProbed message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.NodeProbed
             * @static
             * @param {dinofleet.v1.NodeProbed} message NodeProbed
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            NodeProbed.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.unreached = [];
                if (message.unreached && message.unreached.length) {
                    object.unreached = $Array(message.unreached.length);
                    for (let j = 0; j < message.unreached.length; ++j)
                        object.unreached[j] = $root.dinofleet.v1.UnreachedPeer.toObject(message.unreached[j], options, _depth + 1);
                }
                return object;
            };

            /**
             * Converts this NodeProbed to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.NodeProbed
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            NodeProbed.prototype.toJSON = function() {
                return NodeProbed.toObject(this, $protobuf.util.toJSONOptions);
            };

            return NodeProbed;
        })();

        v1.UnreachedPeer = (function() {

            /**
             * Properties of an UnreachedPeer.
             * @typedef {Object} dinofleet.v1.UnreachedPeer.$Properties
             * @property {string|null} [nodeId] UnreachedPeer nodeId
             * @property {string|null} [reason] UnreachedPeer reason
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an UnreachedPeer.
             * @memberof dinofleet.v1
             * @interface IUnreachedPeer
             * @augments dinofleet.v1.UnreachedPeer.$Properties
             * @deprecated Use dinofleet.v1.UnreachedPeer.$Properties instead.
             */

            /**
             * Shape of an UnreachedPeer.
             * @typedef {dinofleet.v1.UnreachedPeer.$Properties} dinofleet.v1.UnreachedPeer.$Shape
             */

            /**
             * Constructs a new UnreachedPeer.
             * @memberof dinofleet.v1
             * @classdesc Represents an UnreachedPeer.
             * @constructor
             * @param {dinofleet.v1.UnreachedPeer.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const UnreachedPeer = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * UnreachedPeer nodeId.
             * @member {string} nodeId
             * @memberof dinofleet.v1.UnreachedPeer
             * @instance
             */
            UnreachedPeer.prototype.nodeId = "";

            /**
             * UnreachedPeer reason.
             * @member {string} reason
             * @memberof dinofleet.v1.UnreachedPeer
             * @instance
             */
            UnreachedPeer.prototype.reason = "";

            /**
             * Creates a new UnreachedPeer instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.UnreachedPeer
             * @static
             * @param {dinofleet.v1.UnreachedPeer.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.UnreachedPeer} UnreachedPeer instance
             * @type {{
             *   (properties: dinofleet.v1.UnreachedPeer.$Shape): dinofleet.v1.UnreachedPeer & dinofleet.v1.UnreachedPeer.$Shape;
             *   (properties?: dinofleet.v1.UnreachedPeer.$Properties): dinofleet.v1.UnreachedPeer;
             * }}
             */
            UnreachedPeer.create = function(properties) {
                return new UnreachedPeer(properties);
            };

            /**
             * Encodes the specified UnreachedPeer message. Does not implicitly {@link dinofleet.v1.UnreachedPeer.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.UnreachedPeer
             * @static
             * @param {dinofleet.v1.UnreachedPeer.$Properties} message UnreachedPeer message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            UnreachedPeer.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId") && message.nodeId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.nodeId);
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.reason);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an UnreachedPeer message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.UnreachedPeer
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.UnreachedPeer & dinofleet.v1.UnreachedPeer.$Shape} UnreachedPeer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            UnreachedPeer.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.UnreachedPeer();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.nodeId = value;
                            else
                                delete message.nodeId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates an UnreachedPeer message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.UnreachedPeer
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.UnreachedPeer} UnreachedPeer
             */
            UnreachedPeer.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.UnreachedPeer)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.UnreachedPeer: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.UnreachedPeer();
                if (object.nodeId != null)
                    if (typeof object.nodeId !== "string" || object.nodeId.length)
                        message.nodeId = $String(object.nodeId);
                if (object.reason != null)
                    if (typeof object.reason !== "string" || object.reason.length)
                        message.reason = $String(object.reason);
                return message;
            };

            /**
             * Creates a plain object from an UnreachedPeer message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.UnreachedPeer
             * @static
             * @param {dinofleet.v1.UnreachedPeer} message UnreachedPeer
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            UnreachedPeer.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.nodeId = "";
                    object.reason = "";
                }
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId"))
                    object.nodeId = message.nodeId;
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason"))
                    object.reason = message.reason;
                return object;
            };

            /**
             * Converts this UnreachedPeer to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.UnreachedPeer
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            UnreachedPeer.prototype.toJSON = function() {
                return UnreachedPeer.toObject(this, $protobuf.util.toJSONOptions);
            };

            return UnreachedPeer;
        })();

        v1.Snapshot = (function() {

            /**
             * Properties of a Snapshot.
             * @typedef {Object} dinofleet.v1.Snapshot.$Properties
             * @property {number|null} [step] Snapshot step
             * @property {string|null} [directory] Snapshot directory
             * @property {string|null} [identity] Snapshot identity
             * @property {number|null} [globalBatch] Snapshot globalBatch
             * @property {number|null} [worldSize] Snapshot worldSize
             * @property {Array.<number>|null} [ranks] Snapshot ranks
             * @property {boolean|null} [ownFileIsEnough] Snapshot ownFileIsEnough
             * @property {string|null} [computeType] Snapshot computeType
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Snapshot.
             * @memberof dinofleet.v1
             * @interface ISnapshot
             * @augments dinofleet.v1.Snapshot.$Properties
             * @deprecated Use dinofleet.v1.Snapshot.$Properties instead.
             */

            /**
             * Shape of a Snapshot.
             * @typedef {dinofleet.v1.Snapshot.$Properties} dinofleet.v1.Snapshot.$Shape
             */

            /**
             * Constructs a new Snapshot.
             * @memberof dinofleet.v1
             * @classdesc Represents a Snapshot.
             * @constructor
             * @param {dinofleet.v1.Snapshot.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Snapshot = function (properties) {
                this.ranks = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Snapshot step.
             * @member {number} step
             * @memberof dinofleet.v1.Snapshot
             * @instance
             */
            Snapshot.prototype.step = 0;

            /**
             * Snapshot directory.
             * @member {string} directory
             * @memberof dinofleet.v1.Snapshot
             * @instance
             */
            Snapshot.prototype.directory = "";

            /**
             * Snapshot identity.
             * @member {string} identity
             * @memberof dinofleet.v1.Snapshot
             * @instance
             */
            Snapshot.prototype.identity = "";

            /**
             * Snapshot globalBatch.
             * @member {number} globalBatch
             * @memberof dinofleet.v1.Snapshot
             * @instance
             */
            Snapshot.prototype.globalBatch = 0;

            /**
             * Snapshot worldSize.
             * @member {number} worldSize
             * @memberof dinofleet.v1.Snapshot
             * @instance
             */
            Snapshot.prototype.worldSize = 0;

            /**
             * Snapshot ranks.
             * @member {Array.<number>} ranks
             * @memberof dinofleet.v1.Snapshot
             * @instance
             */
            Snapshot.prototype.ranks = $util.emptyArray;

            /**
             * Snapshot ownFileIsEnough.
             * @member {boolean} ownFileIsEnough
             * @memberof dinofleet.v1.Snapshot
             * @instance
             */
            Snapshot.prototype.ownFileIsEnough = false;

            /**
             * Snapshot computeType.
             * @member {string} computeType
             * @memberof dinofleet.v1.Snapshot
             * @instance
             */
            Snapshot.prototype.computeType = "";

            /**
             * Creates a new Snapshot instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.Snapshot
             * @static
             * @param {dinofleet.v1.Snapshot.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.Snapshot} Snapshot instance
             * @type {{
             *   (properties: dinofleet.v1.Snapshot.$Shape): dinofleet.v1.Snapshot & dinofleet.v1.Snapshot.$Shape;
             *   (properties?: dinofleet.v1.Snapshot.$Properties): dinofleet.v1.Snapshot;
             * }}
             */
            Snapshot.create = function(properties) {
                return new Snapshot(properties);
            };

            /**
             * Encodes the specified Snapshot message. Does not implicitly {@link dinofleet.v1.Snapshot.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.Snapshot
             * @static
             * @param {dinofleet.v1.Snapshot.$Properties} message Snapshot message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Snapshot.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.step != null && $Object.hasOwnProperty.call(message, "step") && message.step !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.step);
                if (message.directory != null && $Object.hasOwnProperty.call(message, "directory") && message.directory !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.directory);
                if (message.identity != null && $Object.hasOwnProperty.call(message, "identity") && message.identity !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.identity);
                if (message.globalBatch != null && $Object.hasOwnProperty.call(message, "globalBatch") && message.globalBatch !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.globalBatch);
                if (message.worldSize != null && $Object.hasOwnProperty.call(message, "worldSize") && message.worldSize !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.worldSize);
                if (message.ranks != null && message.ranks.length)
                    writer.uint32(/* id 6, wireType 2 =*/50).uint32s(message.ranks);
                if (message.ownFileIsEnough != null && $Object.hasOwnProperty.call(message, "ownFileIsEnough") && message.ownFileIsEnough !== false)
                    writer.uint32(/* id 7, wireType 0 =*/56).bool(message.ownFileIsEnough);
                if (message.computeType != null && $Object.hasOwnProperty.call(message, "computeType") && message.computeType !== "")
                    writer.uint32(/* id 8, wireType 2 =*/66).string(message.computeType);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Snapshot message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.Snapshot
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.Snapshot & dinofleet.v1.Snapshot.$Shape} Snapshot
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Snapshot.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.Snapshot();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.step = value;
                            else
                                delete message.step;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.directory = value;
                            else
                                delete message.directory;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.identity = value;
                            else
                                delete message.identity;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.globalBatch = value;
                            else
                                delete message.globalBatch;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.worldSize = value;
                            else
                                delete message.worldSize;
                            continue;
                        }
                    case 6: {
                            if (wireType === 2) {
                                if (!(message.ranks && message.ranks.length))
                                    message.ranks = [];
                                reader.uint32s(message.ranks);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.ranks && message.ranks.length))
                                message.ranks = [];
                            message.ranks.push(reader.uint32());
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.ownFileIsEnough = value;
                            else
                                delete message.ownFileIsEnough;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.computeType = value;
                            else
                                delete message.computeType;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Snapshot message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.Snapshot
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.Snapshot} Snapshot
             */
            Snapshot.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.Snapshot)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.Snapshot: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.Snapshot();
                if (object.step != null)
                    if ($Number(object.step) !== 0)
                        message.step = object.step >>> 0;
                if (object.directory != null)
                    if (typeof object.directory !== "string" || object.directory.length)
                        message.directory = $String(object.directory);
                if (object.identity != null)
                    if (typeof object.identity !== "string" || object.identity.length)
                        message.identity = $String(object.identity);
                if (object.globalBatch != null)
                    if ($Number(object.globalBatch) !== 0)
                        message.globalBatch = object.globalBatch >>> 0;
                if (object.worldSize != null)
                    if ($Number(object.worldSize) !== 0)
                        message.worldSize = object.worldSize >>> 0;
                if (object.ranks) {
                    if (!$Array.isArray(object.ranks))
                        throw $TypeError(".dinofleet.v1.Snapshot.ranks: array expected");
                    message.ranks = $Array(object.ranks.length);
                    for (let i = 0; i < object.ranks.length; ++i)
                        message.ranks[i] = object.ranks[i] >>> 0;
                }
                if (object.ownFileIsEnough != null)
                    if (object.ownFileIsEnough)
                        message.ownFileIsEnough = $Boolean(object.ownFileIsEnough);
                if (object.computeType != null)
                    if (typeof object.computeType !== "string" || object.computeType.length)
                        message.computeType = $String(object.computeType);
                return message;
            };

            /**
             * Creates a plain object from a Snapshot message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.Snapshot
             * @static
             * @param {dinofleet.v1.Snapshot} message Snapshot
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Snapshot.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.ranks = [];
                if (options.defaults) {
                    object.step = 0;
                    object.directory = "";
                    object.identity = "";
                    object.globalBatch = 0;
                    object.worldSize = 0;
                    object.ownFileIsEnough = false;
                    object.computeType = "";
                }
                if (message.step != null && $Object.hasOwnProperty.call(message, "step"))
                    object.step = message.step;
                if (message.directory != null && $Object.hasOwnProperty.call(message, "directory"))
                    object.directory = message.directory;
                if (message.identity != null && $Object.hasOwnProperty.call(message, "identity"))
                    object.identity = message.identity;
                if (message.globalBatch != null && $Object.hasOwnProperty.call(message, "globalBatch"))
                    object.globalBatch = message.globalBatch;
                if (message.worldSize != null && $Object.hasOwnProperty.call(message, "worldSize"))
                    object.worldSize = message.worldSize;
                if (message.ranks && message.ranks.length) {
                    object.ranks = $Array(message.ranks.length);
                    for (let j = 0; j < message.ranks.length; ++j)
                        object.ranks[j] = message.ranks[j];
                }
                if (message.ownFileIsEnough != null && $Object.hasOwnProperty.call(message, "ownFileIsEnough"))
                    object.ownFileIsEnough = message.ownFileIsEnough;
                if (message.computeType != null && $Object.hasOwnProperty.call(message, "computeType"))
                    object.computeType = message.computeType;
                return object;
            };

            /**
             * Converts this Snapshot to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.Snapshot
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Snapshot.prototype.toJSON = function() {
                return Snapshot.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Snapshot;
        })();

        v1.SnapshotPublished = (function() {

            /**
             * Properties of a SnapshotPublished.
             * @typedef {Object} dinofleet.v1.SnapshotPublished.$Properties
             * @property {number|null} [generation] SnapshotPublished generation
             * @property {number|null} [step] SnapshotPublished step
             * @property {string|null} [problem] SnapshotPublished problem
             * @property {Array.<dinofleet.v1.Snapshot.$Properties>|null} [snapshots] SnapshotPublished snapshots
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a SnapshotPublished.
             * @memberof dinofleet.v1
             * @interface ISnapshotPublished
             * @augments dinofleet.v1.SnapshotPublished.$Properties
             * @deprecated Use dinofleet.v1.SnapshotPublished.$Properties instead.
             */

            /**
             * Shape of a SnapshotPublished.
             * @typedef {dinofleet.v1.SnapshotPublished.$Properties} dinofleet.v1.SnapshotPublished.$Shape
             */

            /**
             * Constructs a new SnapshotPublished.
             * @memberof dinofleet.v1
             * @classdesc Represents a SnapshotPublished.
             * @constructor
             * @param {dinofleet.v1.SnapshotPublished.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const SnapshotPublished = function (properties) {
                this.snapshots = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * SnapshotPublished generation.
             * @member {number} generation
             * @memberof dinofleet.v1.SnapshotPublished
             * @instance
             */
            SnapshotPublished.prototype.generation = 0;

            /**
             * SnapshotPublished step.
             * @member {number} step
             * @memberof dinofleet.v1.SnapshotPublished
             * @instance
             */
            SnapshotPublished.prototype.step = 0;

            /**
             * SnapshotPublished problem.
             * @member {string} problem
             * @memberof dinofleet.v1.SnapshotPublished
             * @instance
             */
            SnapshotPublished.prototype.problem = "";

            /**
             * SnapshotPublished snapshots.
             * @member {Array.<dinofleet.v1.Snapshot.$Properties>} snapshots
             * @memberof dinofleet.v1.SnapshotPublished
             * @instance
             */
            SnapshotPublished.prototype.snapshots = $util.emptyArray;

            /**
             * Creates a new SnapshotPublished instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.SnapshotPublished
             * @static
             * @param {dinofleet.v1.SnapshotPublished.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.SnapshotPublished} SnapshotPublished instance
             * @type {{
             *   (properties: dinofleet.v1.SnapshotPublished.$Shape): dinofleet.v1.SnapshotPublished & dinofleet.v1.SnapshotPublished.$Shape;
             *   (properties?: dinofleet.v1.SnapshotPublished.$Properties): dinofleet.v1.SnapshotPublished;
             * }}
             */
            SnapshotPublished.create = function(properties) {
                return new SnapshotPublished(properties);
            };

            /**
             * Encodes the specified SnapshotPublished message. Does not implicitly {@link dinofleet.v1.SnapshotPublished.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.SnapshotPublished
             * @static
             * @param {dinofleet.v1.SnapshotPublished.$Properties} message SnapshotPublished message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            SnapshotPublished.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.generation != null && $Object.hasOwnProperty.call(message, "generation") && message.generation !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.generation);
                if (message.step != null && $Object.hasOwnProperty.call(message, "step") && message.step !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.step);
                if (message.problem != null && $Object.hasOwnProperty.call(message, "problem") && message.problem !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.problem);
                if (message.snapshots != null && message.snapshots.length)
                    for (let i = 0; i < message.snapshots.length; ++i)
                        $root.dinofleet.v1.Snapshot.encode(message.snapshots[i], writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a SnapshotPublished message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.SnapshotPublished
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.SnapshotPublished & dinofleet.v1.SnapshotPublished.$Shape} SnapshotPublished
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            SnapshotPublished.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.SnapshotPublished();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.generation = value;
                            else
                                delete message.generation;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.step = value;
                            else
                                delete message.step;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.problem = value;
                            else
                                delete message.problem;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.snapshots && message.snapshots.length))
                                message.snapshots = [];
                            message.snapshots.push($root.dinofleet.v1.Snapshot.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a SnapshotPublished message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.SnapshotPublished
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.SnapshotPublished} SnapshotPublished
             */
            SnapshotPublished.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.SnapshotPublished)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.SnapshotPublished: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.SnapshotPublished();
                if (object.generation != null)
                    if ($Number(object.generation) !== 0)
                        message.generation = object.generation >>> 0;
                if (object.step != null)
                    if ($Number(object.step) !== 0)
                        message.step = object.step >>> 0;
                if (object.problem != null)
                    if (typeof object.problem !== "string" || object.problem.length)
                        message.problem = $String(object.problem);
                if (object.snapshots) {
                    if (!$Array.isArray(object.snapshots))
                        throw $TypeError(".dinofleet.v1.SnapshotPublished.snapshots: array expected");
                    message.snapshots = $Array(object.snapshots.length);
                    for (let i = 0; i < object.snapshots.length; ++i) {
                        if (!$util.isObject(object.snapshots[i]))
                            throw $TypeError(".dinofleet.v1.SnapshotPublished.snapshots: object expected");
                        message.snapshots[i] = $root.dinofleet.v1.Snapshot.fromObject(object.snapshots[i], _depth + 1);
                    }
                }
                return message;
            };

            /**
             * Creates a plain object from a SnapshotPublished message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.SnapshotPublished
             * @static
             * @param {dinofleet.v1.SnapshotPublished} message SnapshotPublished
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            SnapshotPublished.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.snapshots = [];
                if (options.defaults) {
                    object.generation = 0;
                    object.step = 0;
                    object.problem = "";
                }
                if (message.generation != null && $Object.hasOwnProperty.call(message, "generation"))
                    object.generation = message.generation;
                if (message.step != null && $Object.hasOwnProperty.call(message, "step"))
                    object.step = message.step;
                if (message.problem != null && $Object.hasOwnProperty.call(message, "problem"))
                    object.problem = message.problem;
                if (message.snapshots && message.snapshots.length) {
                    object.snapshots = $Array(message.snapshots.length);
                    for (let j = 0; j < message.snapshots.length; ++j)
                        object.snapshots[j] = $root.dinofleet.v1.Snapshot.toObject(message.snapshots[j], options, _depth + 1);
                }
                return object;
            };

            /**
             * Converts this SnapshotPublished to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.SnapshotPublished
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            SnapshotPublished.prototype.toJSON = function() {
                return SnapshotPublished.toObject(this, $protobuf.util.toJSONOptions);
            };

            return SnapshotPublished;
        })();

        v1.AgentHeartbeat = (function() {

            /**
             * Properties of an AgentHeartbeat.
             * @typedef {Object} dinofleet.v1.AgentHeartbeat.$Properties
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an AgentHeartbeat.
             * @memberof dinofleet.v1
             * @interface IAgentHeartbeat
             * @augments dinofleet.v1.AgentHeartbeat.$Properties
             * @deprecated Use dinofleet.v1.AgentHeartbeat.$Properties instead.
             */

            /**
             * Shape of an AgentHeartbeat.
             * @typedef {dinofleet.v1.AgentHeartbeat.$Properties} dinofleet.v1.AgentHeartbeat.$Shape
             */

            /**
             * Constructs a new AgentHeartbeat.
             * @memberof dinofleet.v1
             * @classdesc Represents an AgentHeartbeat.
             * @constructor
             * @param {dinofleet.v1.AgentHeartbeat.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const AgentHeartbeat = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Creates a new AgentHeartbeat instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.AgentHeartbeat
             * @static
             * @param {dinofleet.v1.AgentHeartbeat.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.AgentHeartbeat} AgentHeartbeat instance
             * @type {{
             *   (properties: dinofleet.v1.AgentHeartbeat.$Shape): dinofleet.v1.AgentHeartbeat & dinofleet.v1.AgentHeartbeat.$Shape;
             *   (properties?: dinofleet.v1.AgentHeartbeat.$Properties): dinofleet.v1.AgentHeartbeat;
             * }}
             */
            AgentHeartbeat.create = function(properties) {
                return new AgentHeartbeat(properties);
            };

            /**
             * Encodes the specified AgentHeartbeat message. Does not implicitly {@link dinofleet.v1.AgentHeartbeat.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.AgentHeartbeat
             * @static
             * @param {dinofleet.v1.AgentHeartbeat.$Properties} message AgentHeartbeat message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            AgentHeartbeat.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an AgentHeartbeat message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.AgentHeartbeat
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.AgentHeartbeat & dinofleet.v1.AgentHeartbeat.$Shape} AgentHeartbeat
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            AgentHeartbeat.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.AgentHeartbeat();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates an AgentHeartbeat message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.AgentHeartbeat
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.AgentHeartbeat} AgentHeartbeat
             */
            AgentHeartbeat.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.AgentHeartbeat)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.AgentHeartbeat: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                return new $root.dinofleet.v1.AgentHeartbeat();
            };

            /**
             * Creates a plain object from an AgentHeartbeat message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.AgentHeartbeat
             * @static
             * @param {dinofleet.v1.AgentHeartbeat} message AgentHeartbeat
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            AgentHeartbeat.toObject = function () {
                return {};
            };

            /**
             * Converts this AgentHeartbeat to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.AgentHeartbeat
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            AgentHeartbeat.prototype.toJSON = function() {
                return AgentHeartbeat.toObject(this, $protobuf.util.toJSONOptions);
            };

            return AgentHeartbeat;
        })();

        v1.AgentLeaving = (function() {

            /**
             * Properties of an AgentLeaving.
             * @typedef {Object} dinofleet.v1.AgentLeaving.$Properties
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an AgentLeaving.
             * @memberof dinofleet.v1
             * @interface IAgentLeaving
             * @augments dinofleet.v1.AgentLeaving.$Properties
             * @deprecated Use dinofleet.v1.AgentLeaving.$Properties instead.
             */

            /**
             * Shape of an AgentLeaving.
             * @typedef {dinofleet.v1.AgentLeaving.$Properties} dinofleet.v1.AgentLeaving.$Shape
             */

            /**
             * Constructs a new AgentLeaving.
             * @memberof dinofleet.v1
             * @classdesc Represents an AgentLeaving.
             * @constructor
             * @param {dinofleet.v1.AgentLeaving.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const AgentLeaving = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Creates a new AgentLeaving instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.AgentLeaving
             * @static
             * @param {dinofleet.v1.AgentLeaving.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.AgentLeaving} AgentLeaving instance
             * @type {{
             *   (properties: dinofleet.v1.AgentLeaving.$Shape): dinofleet.v1.AgentLeaving & dinofleet.v1.AgentLeaving.$Shape;
             *   (properties?: dinofleet.v1.AgentLeaving.$Properties): dinofleet.v1.AgentLeaving;
             * }}
             */
            AgentLeaving.create = function(properties) {
                return new AgentLeaving(properties);
            };

            /**
             * Encodes the specified AgentLeaving message. Does not implicitly {@link dinofleet.v1.AgentLeaving.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.AgentLeaving
             * @static
             * @param {dinofleet.v1.AgentLeaving.$Properties} message AgentLeaving message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            AgentLeaving.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an AgentLeaving message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.AgentLeaving
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.AgentLeaving & dinofleet.v1.AgentLeaving.$Shape} AgentLeaving
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            AgentLeaving.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.AgentLeaving();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates an AgentLeaving message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.AgentLeaving
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.AgentLeaving} AgentLeaving
             */
            AgentLeaving.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.AgentLeaving)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.AgentLeaving: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                return new $root.dinofleet.v1.AgentLeaving();
            };

            /**
             * Creates a plain object from an AgentLeaving message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.AgentLeaving
             * @static
             * @param {dinofleet.v1.AgentLeaving} message AgentLeaving
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            AgentLeaving.toObject = function () {
                return {};
            };

            /**
             * Converts this AgentLeaving to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.AgentLeaving
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            AgentLeaving.prototype.toJSON = function() {
                return AgentLeaving.toObject(this, $protobuf.util.toJSONOptions);
            };

            return AgentLeaving;
        })();

        v1.WorkersSpawned = (function() {

            /**
             * Properties of a WorkersSpawned.
             * @typedef {Object} dinofleet.v1.WorkersSpawned.$Properties
             * @property {Array.<string>|null} [workerIds] WorkersSpawned workerIds
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a WorkersSpawned.
             * @memberof dinofleet.v1
             * @interface IWorkersSpawned
             * @augments dinofleet.v1.WorkersSpawned.$Properties
             * @deprecated Use dinofleet.v1.WorkersSpawned.$Properties instead.
             */

            /**
             * Shape of a WorkersSpawned.
             * @typedef {dinofleet.v1.WorkersSpawned.$Properties} dinofleet.v1.WorkersSpawned.$Shape
             */

            /**
             * Constructs a new WorkersSpawned.
             * @memberof dinofleet.v1
             * @classdesc Represents a WorkersSpawned.
             * @constructor
             * @param {dinofleet.v1.WorkersSpawned.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const WorkersSpawned = function (properties) {
                this.workerIds = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * WorkersSpawned workerIds.
             * @member {Array.<string>} workerIds
             * @memberof dinofleet.v1.WorkersSpawned
             * @instance
             */
            WorkersSpawned.prototype.workerIds = $util.emptyArray;

            /**
             * Creates a new WorkersSpawned instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.WorkersSpawned
             * @static
             * @param {dinofleet.v1.WorkersSpawned.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.WorkersSpawned} WorkersSpawned instance
             * @type {{
             *   (properties: dinofleet.v1.WorkersSpawned.$Shape): dinofleet.v1.WorkersSpawned & dinofleet.v1.WorkersSpawned.$Shape;
             *   (properties?: dinofleet.v1.WorkersSpawned.$Properties): dinofleet.v1.WorkersSpawned;
             * }}
             */
            WorkersSpawned.create = function(properties) {
                return new WorkersSpawned(properties);
            };

            /**
             * Encodes the specified WorkersSpawned message. Does not implicitly {@link dinofleet.v1.WorkersSpawned.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.WorkersSpawned
             * @static
             * @param {dinofleet.v1.WorkersSpawned.$Properties} message WorkersSpawned message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            WorkersSpawned.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.workerIds != null && message.workerIds.length)
                    for (let i = 0; i < message.workerIds.length; ++i)
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.workerIds[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a WorkersSpawned message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.WorkersSpawned
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.WorkersSpawned & dinofleet.v1.WorkersSpawned.$Shape} WorkersSpawned
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            WorkersSpawned.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.WorkersSpawned();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.workerIds && message.workerIds.length))
                                message.workerIds = [];
                            message.workerIds.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a WorkersSpawned message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.WorkersSpawned
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.WorkersSpawned} WorkersSpawned
             */
            WorkersSpawned.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.WorkersSpawned)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.WorkersSpawned: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.WorkersSpawned();
                if (object.workerIds) {
                    if (!$Array.isArray(object.workerIds))
                        throw $TypeError(".dinofleet.v1.WorkersSpawned.workerIds: array expected");
                    message.workerIds = $Array(object.workerIds.length);
                    for (let i = 0; i < object.workerIds.length; ++i)
                        message.workerIds[i] = $String(object.workerIds[i]);
                }
                return message;
            };

            /**
             * Creates a plain object from a WorkersSpawned message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.WorkersSpawned
             * @static
             * @param {dinofleet.v1.WorkersSpawned} message WorkersSpawned
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            WorkersSpawned.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.workerIds = [];
                if (message.workerIds && message.workerIds.length) {
                    object.workerIds = $Array(message.workerIds.length);
                    for (let j = 0; j < message.workerIds.length; ++j)
                        object.workerIds[j] = message.workerIds[j];
                }
                return object;
            };

            /**
             * Converts this WorkersSpawned to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.WorkersSpawned
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            WorkersSpawned.prototype.toJSON = function() {
                return WorkersSpawned.toObject(this, $protobuf.util.toJSONOptions);
            };

            return WorkersSpawned;
        })();

        v1.WorkerExited = (function() {

            /**
             * Properties of a WorkerExited.
             * @typedef {Object} dinofleet.v1.WorkerExited.$Properties
             * @property {string|null} [workerId] WorkerExited workerId
             * @property {number|null} [code] WorkerExited code
             * @property {string|null} [signal] WorkerExited signal
             * @property {boolean|null} [killedByAgent] WorkerExited killedByAgent
             * @property {string|null} [problem] WorkerExited problem
             * @property {string|null} [logTail] WorkerExited logTail
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a WorkerExited.
             * @memberof dinofleet.v1
             * @interface IWorkerExited
             * @augments dinofleet.v1.WorkerExited.$Properties
             * @deprecated Use dinofleet.v1.WorkerExited.$Properties instead.
             */

            /**
             * Shape of a WorkerExited.
             * @typedef {dinofleet.v1.WorkerExited.$Properties} dinofleet.v1.WorkerExited.$Shape
             */

            /**
             * Constructs a new WorkerExited.
             * @memberof dinofleet.v1
             * @classdesc Represents a WorkerExited.
             * @constructor
             * @param {dinofleet.v1.WorkerExited.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const WorkerExited = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * WorkerExited workerId.
             * @member {string} workerId
             * @memberof dinofleet.v1.WorkerExited
             * @instance
             */
            WorkerExited.prototype.workerId = "";

            /**
             * WorkerExited code.
             * @member {number} code
             * @memberof dinofleet.v1.WorkerExited
             * @instance
             */
            WorkerExited.prototype.code = 0;

            /**
             * WorkerExited signal.
             * @member {string} signal
             * @memberof dinofleet.v1.WorkerExited
             * @instance
             */
            WorkerExited.prototype.signal = "";

            /**
             * WorkerExited killedByAgent.
             * @member {boolean} killedByAgent
             * @memberof dinofleet.v1.WorkerExited
             * @instance
             */
            WorkerExited.prototype.killedByAgent = false;

            /**
             * WorkerExited problem.
             * @member {string} problem
             * @memberof dinofleet.v1.WorkerExited
             * @instance
             */
            WorkerExited.prototype.problem = "";

            /**
             * WorkerExited logTail.
             * @member {string} logTail
             * @memberof dinofleet.v1.WorkerExited
             * @instance
             */
            WorkerExited.prototype.logTail = "";

            /**
             * Creates a new WorkerExited instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.WorkerExited
             * @static
             * @param {dinofleet.v1.WorkerExited.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.WorkerExited} WorkerExited instance
             * @type {{
             *   (properties: dinofleet.v1.WorkerExited.$Shape): dinofleet.v1.WorkerExited & dinofleet.v1.WorkerExited.$Shape;
             *   (properties?: dinofleet.v1.WorkerExited.$Properties): dinofleet.v1.WorkerExited;
             * }}
             */
            WorkerExited.create = function(properties) {
                return new WorkerExited(properties);
            };

            /**
             * Encodes the specified WorkerExited message. Does not implicitly {@link dinofleet.v1.WorkerExited.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.WorkerExited
             * @static
             * @param {dinofleet.v1.WorkerExited.$Properties} message WorkerExited message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            WorkerExited.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).int32(message.code);
                if (message.signal != null && $Object.hasOwnProperty.call(message, "signal") && message.signal !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.signal);
                if (message.killedByAgent != null && $Object.hasOwnProperty.call(message, "killedByAgent") && message.killedByAgent !== false)
                    writer.uint32(/* id 5, wireType 0 =*/40).bool(message.killedByAgent);
                if (message.problem != null && $Object.hasOwnProperty.call(message, "problem") && message.problem !== "")
                    writer.uint32(/* id 6, wireType 2 =*/50).string(message.problem);
                if (message.logTail != null && $Object.hasOwnProperty.call(message, "logTail") && message.logTail !== "")
                    writer.uint32(/* id 7, wireType 2 =*/58).string(message.logTail);
                if (message.workerId != null && $Object.hasOwnProperty.call(message, "workerId") && message.workerId !== "")
                    writer.uint32(/* id 8, wireType 2 =*/66).string(message.workerId);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a WorkerExited message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.WorkerExited
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.WorkerExited & dinofleet.v1.WorkerExited.$Shape} WorkerExited
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            WorkerExited.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.WorkerExited();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.workerId = value;
                            else
                                delete message.workerId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.code = value;
                            else
                                delete message.code;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.signal = value;
                            else
                                delete message.signal;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.killedByAgent = value;
                            else
                                delete message.killedByAgent;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.problem = value;
                            else
                                delete message.problem;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.logTail = value;
                            else
                                delete message.logTail;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a WorkerExited message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.WorkerExited
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.WorkerExited} WorkerExited
             */
            WorkerExited.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.WorkerExited)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.WorkerExited: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.WorkerExited();
                if (object.workerId != null)
                    if (typeof object.workerId !== "string" || object.workerId.length)
                        message.workerId = $String(object.workerId);
                if (object.code != null)
                    if ($Number(object.code) !== 0)
                        message.code = object.code | 0;
                if (object.signal != null)
                    if (typeof object.signal !== "string" || object.signal.length)
                        message.signal = $String(object.signal);
                if (object.killedByAgent != null)
                    if (object.killedByAgent)
                        message.killedByAgent = $Boolean(object.killedByAgent);
                if (object.problem != null)
                    if (typeof object.problem !== "string" || object.problem.length)
                        message.problem = $String(object.problem);
                if (object.logTail != null)
                    if (typeof object.logTail !== "string" || object.logTail.length)
                        message.logTail = $String(object.logTail);
                return message;
            };

            /**
             * Creates a plain object from a WorkerExited message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.WorkerExited
             * @static
             * @param {dinofleet.v1.WorkerExited} message WorkerExited
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            WorkerExited.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.code = 0;
                    object.signal = "";
                    object.killedByAgent = false;
                    object.problem = "";
                    object.logTail = "";
                    object.workerId = "";
                }
                if (message.code != null && $Object.hasOwnProperty.call(message, "code"))
                    object.code = message.code;
                if (message.signal != null && $Object.hasOwnProperty.call(message, "signal"))
                    object.signal = message.signal;
                if (message.killedByAgent != null && $Object.hasOwnProperty.call(message, "killedByAgent"))
                    object.killedByAgent = message.killedByAgent;
                if (message.problem != null && $Object.hasOwnProperty.call(message, "problem"))
                    object.problem = message.problem;
                if (message.logTail != null && $Object.hasOwnProperty.call(message, "logTail"))
                    object.logTail = message.logTail;
                if (message.workerId != null && $Object.hasOwnProperty.call(message, "workerId"))
                    object.workerId = message.workerId;
                return object;
            };

            /**
             * Converts this WorkerExited to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.WorkerExited
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            WorkerExited.prototype.toJSON = function() {
                return WorkerExited.toObject(this, $protobuf.util.toJSONOptions);
            };

            return WorkerExited;
        })();

        v1.AgentCommand = (function() {

            /**
             * Properties of an AgentCommand.
             * @typedef {Object} dinofleet.v1.AgentCommand.$Properties
             * @property {dinofleet.v1.SurveyRequest.$Properties|null} [surveyRequest] AgentCommand surveyRequest
             * @property {dinofleet.v1.Admitted.$Properties|null} [admitted] AgentCommand admitted
             * @property {dinofleet.v1.Refused.$Properties|null} [refused] AgentCommand refused
             * @property {dinofleet.v1.SpawnWorkers.$Properties|null} [spawn] AgentCommand spawn
             * @property {dinofleet.v1.KillWorkers.$Properties|null} [kill] AgentCommand kill
             * @property {dinofleet.v1.JobOver.$Properties|null} [jobOver] AgentCommand jobOver
             * @property {dinofleet.v1.PublishSnapshot.$Properties|null} [publishSnapshot] AgentCommand publishSnapshot
             * @property {dinofleet.v1.ClearSnapshots.$Properties|null} [clearSnapshots] AgentCommand clearSnapshots
             * @property {dinofleet.v1.Readmitted.$Properties|null} [readmitted] AgentCommand readmitted
             * @property {dinofleet.v1.Heard.$Properties|null} [heard] AgentCommand heard
             * @property {dinofleet.v1.Released.$Properties|null} [released] AgentCommand released
             * @property {dinofleet.v1.Probe.$Properties|null} [probe] AgentCommand probe
             * @property {"surveyRequest"|"admitted"|"refused"|"spawn"|"kill"|"jobOver"|"publishSnapshot"|"clearSnapshots"|"readmitted"|"heard"|"released"|"probe"} [kind] AgentCommand kind
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an AgentCommand.
             * @memberof dinofleet.v1
             * @interface IAgentCommand
             * @augments dinofleet.v1.AgentCommand.$Properties
             * @deprecated Use dinofleet.v1.AgentCommand.$Properties instead.
             */

            /**
             * Narrowed shape of an AgentCommand.
             * @typedef {{
             *   surveyRequest?: dinofleet.v1.SurveyRequest.$Shape|null;
             *   admitted?: dinofleet.v1.Admitted.$Shape|null;
             *   refused?: dinofleet.v1.Refused.$Shape|null;
             *   spawn?: dinofleet.v1.SpawnWorkers.$Shape|null;
             *   kill?: dinofleet.v1.KillWorkers.$Shape|null;
             *   jobOver?: dinofleet.v1.JobOver.$Shape|null;
             *   publishSnapshot?: dinofleet.v1.PublishSnapshot.$Shape|null;
             *   clearSnapshots?: dinofleet.v1.ClearSnapshots.$Shape|null;
             *   readmitted?: dinofleet.v1.Readmitted.$Shape|null;
             *   heard?: dinofleet.v1.Heard.$Shape|null;
             *   released?: dinofleet.v1.Released.$Shape|null;
             *   probe?: dinofleet.v1.Probe.$Shape|null;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ kind?: undefined; surveyRequest?: null; admitted?: null; refused?: null; spawn?: null; kill?: null; jobOver?: null; publishSnapshot?: null; clearSnapshots?: null; readmitted?: null; heard?: null; released?: null; probe?: null }|{ kind?: "surveyRequest"; surveyRequest: dinofleet.v1.SurveyRequest.$Shape; admitted?: null; refused?: null; spawn?: null; kill?: null; jobOver?: null; publishSnapshot?: null; clearSnapshots?: null; readmitted?: null; heard?: null; released?: null; probe?: null }|{ kind?: "admitted"; surveyRequest?: null; admitted: dinofleet.v1.Admitted.$Shape; refused?: null; spawn?: null; kill?: null; jobOver?: null; publishSnapshot?: null; clearSnapshots?: null; readmitted?: null; heard?: null; released?: null; probe?: null }|{ kind?: "refused"; surveyRequest?: null; admitted?: null; refused: dinofleet.v1.Refused.$Shape; spawn?: null; kill?: null; jobOver?: null; publishSnapshot?: null; clearSnapshots?: null; readmitted?: null; heard?: null; released?: null; probe?: null }|{ kind?: "spawn"; surveyRequest?: null; admitted?: null; refused?: null; spawn: dinofleet.v1.SpawnWorkers.$Shape; kill?: null; jobOver?: null; publishSnapshot?: null; clearSnapshots?: null; readmitted?: null; heard?: null; released?: null; probe?: null }|{ kind?: "kill"; surveyRequest?: null; admitted?: null; refused?: null; spawn?: null; kill: dinofleet.v1.KillWorkers.$Shape; jobOver?: null; publishSnapshot?: null; clearSnapshots?: null; readmitted?: null; heard?: null; released?: null; probe?: null }|{ kind?: "jobOver"; surveyRequest?: null; admitted?: null; refused?: null; spawn?: null; kill?: null; jobOver: dinofleet.v1.JobOver.$Shape; publishSnapshot?: null; clearSnapshots?: null; readmitted?: null; heard?: null; released?: null; probe?: null }|{ kind?: "publishSnapshot"; surveyRequest?: null; admitted?: null; refused?: null; spawn?: null; kill?: null; jobOver?: null; publishSnapshot: dinofleet.v1.PublishSnapshot.$Shape; clearSnapshots?: null; readmitted?: null; heard?: null; released?: null; probe?: null }|{ kind?: "clearSnapshots"; surveyRequest?: null; admitted?: null; refused?: null; spawn?: null; kill?: null; jobOver?: null; publishSnapshot?: null; clearSnapshots: dinofleet.v1.ClearSnapshots.$Shape; readmitted?: null; heard?: null; released?: null; probe?: null }|{ kind?: "readmitted"; surveyRequest?: null; admitted?: null; refused?: null; spawn?: null; kill?: null; jobOver?: null; publishSnapshot?: null; clearSnapshots?: null; readmitted: dinofleet.v1.Readmitted.$Shape; heard?: null; released?: null; probe?: null }|{ kind?: "heard"; surveyRequest?: null; admitted?: null; refused?: null; spawn?: null; kill?: null; jobOver?: null; publishSnapshot?: null; clearSnapshots?: null; readmitted?: null; heard: dinofleet.v1.Heard.$Shape; released?: null; probe?: null }|{ kind?: "released"; surveyRequest?: null; admitted?: null; refused?: null; spawn?: null; kill?: null; jobOver?: null; publishSnapshot?: null; clearSnapshots?: null; readmitted?: null; heard?: null; released: dinofleet.v1.Released.$Shape; probe?: null }|{ kind?: "probe"; surveyRequest?: null; admitted?: null; refused?: null; spawn?: null; kill?: null; jobOver?: null; publishSnapshot?: null; clearSnapshots?: null; readmitted?: null; heard?: null; released?: null; probe: dinofleet.v1.Probe.$Shape })
             * )} dinofleet.v1.AgentCommand.$Shape
             */

            /**
             * Constructs a new AgentCommand.
             * @memberof dinofleet.v1
             * @classdesc Represents an AgentCommand.
             * @constructor
             * @param {dinofleet.v1.AgentCommand.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const AgentCommand = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * AgentCommand surveyRequest.
             * @member {dinofleet.v1.SurveyRequest.$Properties|null|undefined} surveyRequest
             * @memberof dinofleet.v1.AgentCommand
             * @instance
             */
            AgentCommand.prototype.surveyRequest = null;

            /**
             * AgentCommand admitted.
             * @member {dinofleet.v1.Admitted.$Properties|null|undefined} admitted
             * @memberof dinofleet.v1.AgentCommand
             * @instance
             */
            AgentCommand.prototype.admitted = null;

            /**
             * AgentCommand refused.
             * @member {dinofleet.v1.Refused.$Properties|null|undefined} refused
             * @memberof dinofleet.v1.AgentCommand
             * @instance
             */
            AgentCommand.prototype.refused = null;

            /**
             * AgentCommand spawn.
             * @member {dinofleet.v1.SpawnWorkers.$Properties|null|undefined} spawn
             * @memberof dinofleet.v1.AgentCommand
             * @instance
             */
            AgentCommand.prototype.spawn = null;

            /**
             * AgentCommand kill.
             * @member {dinofleet.v1.KillWorkers.$Properties|null|undefined} kill
             * @memberof dinofleet.v1.AgentCommand
             * @instance
             */
            AgentCommand.prototype.kill = null;

            /**
             * AgentCommand jobOver.
             * @member {dinofleet.v1.JobOver.$Properties|null|undefined} jobOver
             * @memberof dinofleet.v1.AgentCommand
             * @instance
             */
            AgentCommand.prototype.jobOver = null;

            /**
             * AgentCommand publishSnapshot.
             * @member {dinofleet.v1.PublishSnapshot.$Properties|null|undefined} publishSnapshot
             * @memberof dinofleet.v1.AgentCommand
             * @instance
             */
            AgentCommand.prototype.publishSnapshot = null;

            /**
             * AgentCommand clearSnapshots.
             * @member {dinofleet.v1.ClearSnapshots.$Properties|null|undefined} clearSnapshots
             * @memberof dinofleet.v1.AgentCommand
             * @instance
             */
            AgentCommand.prototype.clearSnapshots = null;

            /**
             * AgentCommand readmitted.
             * @member {dinofleet.v1.Readmitted.$Properties|null|undefined} readmitted
             * @memberof dinofleet.v1.AgentCommand
             * @instance
             */
            AgentCommand.prototype.readmitted = null;

            /**
             * AgentCommand heard.
             * @member {dinofleet.v1.Heard.$Properties|null|undefined} heard
             * @memberof dinofleet.v1.AgentCommand
             * @instance
             */
            AgentCommand.prototype.heard = null;

            /**
             * AgentCommand released.
             * @member {dinofleet.v1.Released.$Properties|null|undefined} released
             * @memberof dinofleet.v1.AgentCommand
             * @instance
             */
            AgentCommand.prototype.released = null;

            /**
             * AgentCommand probe.
             * @member {dinofleet.v1.Probe.$Properties|null|undefined} probe
             * @memberof dinofleet.v1.AgentCommand
             * @instance
             */
            AgentCommand.prototype.probe = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            /**
             * AgentCommand kind.
             * @member {"surveyRequest"|"admitted"|"refused"|"spawn"|"kill"|"jobOver"|"publishSnapshot"|"clearSnapshots"|"readmitted"|"heard"|"released"|"probe"|undefined} kind
             * @memberof dinofleet.v1.AgentCommand
             * @instance
             */
            $Object.defineProperty(AgentCommand.prototype, "kind", {
                get: $util.oneOfGetter($oneOfFields = ["surveyRequest", "admitted", "refused", "spawn", "kill", "jobOver", "publishSnapshot", "clearSnapshots", "readmitted", "heard", "released", "probe"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Creates a new AgentCommand instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.AgentCommand
             * @static
             * @param {dinofleet.v1.AgentCommand.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.AgentCommand} AgentCommand instance
             * @type {{
             *   (properties: dinofleet.v1.AgentCommand.$Shape): dinofleet.v1.AgentCommand & dinofleet.v1.AgentCommand.$Shape;
             *   (properties?: dinofleet.v1.AgentCommand.$Properties): dinofleet.v1.AgentCommand;
             * }}
             */
            AgentCommand.create = function(properties) {
                return new AgentCommand(properties);
            };

            /**
             * Encodes the specified AgentCommand message. Does not implicitly {@link dinofleet.v1.AgentCommand.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.AgentCommand
             * @static
             * @param {dinofleet.v1.AgentCommand.$Properties} message AgentCommand message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            AgentCommand.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.surveyRequest != null && $Object.hasOwnProperty.call(message, "surveyRequest"))
                    $root.dinofleet.v1.SurveyRequest.encode(message.surveyRequest, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.admitted != null && $Object.hasOwnProperty.call(message, "admitted"))
                    $root.dinofleet.v1.Admitted.encode(message.admitted, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.refused != null && $Object.hasOwnProperty.call(message, "refused"))
                    $root.dinofleet.v1.Refused.encode(message.refused, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.spawn != null && $Object.hasOwnProperty.call(message, "spawn"))
                    $root.dinofleet.v1.SpawnWorkers.encode(message.spawn, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.kill != null && $Object.hasOwnProperty.call(message, "kill"))
                    $root.dinofleet.v1.KillWorkers.encode(message.kill, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.jobOver != null && $Object.hasOwnProperty.call(message, "jobOver"))
                    $root.dinofleet.v1.JobOver.encode(message.jobOver, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.publishSnapshot != null && $Object.hasOwnProperty.call(message, "publishSnapshot"))
                    $root.dinofleet.v1.PublishSnapshot.encode(message.publishSnapshot, writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
                if (message.clearSnapshots != null && $Object.hasOwnProperty.call(message, "clearSnapshots"))
                    $root.dinofleet.v1.ClearSnapshots.encode(message.clearSnapshots, writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
                if (message.readmitted != null && $Object.hasOwnProperty.call(message, "readmitted"))
                    $root.dinofleet.v1.Readmitted.encode(message.readmitted, writer.uint32(/* id 9, wireType 2 =*/74).fork(), _depth + 1).ldelim();
                if (message.heard != null && $Object.hasOwnProperty.call(message, "heard"))
                    $root.dinofleet.v1.Heard.encode(message.heard, writer.uint32(/* id 10, wireType 2 =*/82).fork(), _depth + 1).ldelim();
                if (message.released != null && $Object.hasOwnProperty.call(message, "released"))
                    $root.dinofleet.v1.Released.encode(message.released, writer.uint32(/* id 11, wireType 2 =*/90).fork(), _depth + 1).ldelim();
                if (message.probe != null && $Object.hasOwnProperty.call(message, "probe"))
                    $root.dinofleet.v1.Probe.encode(message.probe, writer.uint32(/* id 12, wireType 2 =*/98).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an AgentCommand message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.AgentCommand
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.AgentCommand & dinofleet.v1.AgentCommand.$Shape} AgentCommand
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            AgentCommand.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.AgentCommand();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.surveyRequest = $root.dinofleet.v1.SurveyRequest.decode(reader, reader.size(), $undefined, _depth + 1, message.surveyRequest);
                            message.kind = "surveyRequest";
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.admitted = $root.dinofleet.v1.Admitted.decode(reader, reader.size(), $undefined, _depth + 1, message.admitted);
                            message.kind = "admitted";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.refused = $root.dinofleet.v1.Refused.decode(reader, reader.size(), $undefined, _depth + 1, message.refused);
                            message.kind = "refused";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.spawn = $root.dinofleet.v1.SpawnWorkers.decode(reader, reader.size(), $undefined, _depth + 1, message.spawn);
                            message.kind = "spawn";
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.kill = $root.dinofleet.v1.KillWorkers.decode(reader, reader.size(), $undefined, _depth + 1, message.kill);
                            message.kind = "kill";
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.jobOver = $root.dinofleet.v1.JobOver.decode(reader, reader.size(), $undefined, _depth + 1, message.jobOver);
                            message.kind = "jobOver";
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            message.publishSnapshot = $root.dinofleet.v1.PublishSnapshot.decode(reader, reader.size(), $undefined, _depth + 1, message.publishSnapshot);
                            message.kind = "publishSnapshot";
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.clearSnapshots = $root.dinofleet.v1.ClearSnapshots.decode(reader, reader.size(), $undefined, _depth + 1, message.clearSnapshots);
                            message.kind = "clearSnapshots";
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            message.readmitted = $root.dinofleet.v1.Readmitted.decode(reader, reader.size(), $undefined, _depth + 1, message.readmitted);
                            message.kind = "readmitted";
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            message.heard = $root.dinofleet.v1.Heard.decode(reader, reader.size(), $undefined, _depth + 1, message.heard);
                            message.kind = "heard";
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            message.released = $root.dinofleet.v1.Released.decode(reader, reader.size(), $undefined, _depth + 1, message.released);
                            message.kind = "released";
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            message.probe = $root.dinofleet.v1.Probe.decode(reader, reader.size(), $undefined, _depth + 1, message.probe);
                            message.kind = "probe";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates an AgentCommand message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.AgentCommand
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.AgentCommand} AgentCommand
             */
            AgentCommand.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.AgentCommand)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.AgentCommand: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.AgentCommand();
                if (object.surveyRequest != null) {
                    if (!$util.isObject(object.surveyRequest))
                        throw $TypeError(".dinofleet.v1.AgentCommand.surveyRequest: object expected");
                    message.surveyRequest = $root.dinofleet.v1.SurveyRequest.fromObject(object.surveyRequest, _depth + 1);
                }
                if (object.admitted != null) {
                    if (!$util.isObject(object.admitted))
                        throw $TypeError(".dinofleet.v1.AgentCommand.admitted: object expected");
                    message.admitted = $root.dinofleet.v1.Admitted.fromObject(object.admitted, _depth + 1);
                }
                if (object.refused != null) {
                    if (!$util.isObject(object.refused))
                        throw $TypeError(".dinofleet.v1.AgentCommand.refused: object expected");
                    message.refused = $root.dinofleet.v1.Refused.fromObject(object.refused, _depth + 1);
                }
                if (object.spawn != null) {
                    if (!$util.isObject(object.spawn))
                        throw $TypeError(".dinofleet.v1.AgentCommand.spawn: object expected");
                    message.spawn = $root.dinofleet.v1.SpawnWorkers.fromObject(object.spawn, _depth + 1);
                }
                if (object.kill != null) {
                    if (!$util.isObject(object.kill))
                        throw $TypeError(".dinofleet.v1.AgentCommand.kill: object expected");
                    message.kill = $root.dinofleet.v1.KillWorkers.fromObject(object.kill, _depth + 1);
                }
                if (object.jobOver != null) {
                    if (!$util.isObject(object.jobOver))
                        throw $TypeError(".dinofleet.v1.AgentCommand.jobOver: object expected");
                    message.jobOver = $root.dinofleet.v1.JobOver.fromObject(object.jobOver, _depth + 1);
                }
                if (object.publishSnapshot != null) {
                    if (!$util.isObject(object.publishSnapshot))
                        throw $TypeError(".dinofleet.v1.AgentCommand.publishSnapshot: object expected");
                    message.publishSnapshot = $root.dinofleet.v1.PublishSnapshot.fromObject(object.publishSnapshot, _depth + 1);
                }
                if (object.clearSnapshots != null) {
                    if (!$util.isObject(object.clearSnapshots))
                        throw $TypeError(".dinofleet.v1.AgentCommand.clearSnapshots: object expected");
                    message.clearSnapshots = $root.dinofleet.v1.ClearSnapshots.fromObject(object.clearSnapshots, _depth + 1);
                }
                if (object.readmitted != null) {
                    if (!$util.isObject(object.readmitted))
                        throw $TypeError(".dinofleet.v1.AgentCommand.readmitted: object expected");
                    message.readmitted = $root.dinofleet.v1.Readmitted.fromObject(object.readmitted, _depth + 1);
                }
                if (object.heard != null) {
                    if (!$util.isObject(object.heard))
                        throw $TypeError(".dinofleet.v1.AgentCommand.heard: object expected");
                    message.heard = $root.dinofleet.v1.Heard.fromObject(object.heard, _depth + 1);
                }
                if (object.released != null) {
                    if (!$util.isObject(object.released))
                        throw $TypeError(".dinofleet.v1.AgentCommand.released: object expected");
                    message.released = $root.dinofleet.v1.Released.fromObject(object.released, _depth + 1);
                }
                if (object.probe != null) {
                    if (!$util.isObject(object.probe))
                        throw $TypeError(".dinofleet.v1.AgentCommand.probe: object expected");
                    message.probe = $root.dinofleet.v1.Probe.fromObject(object.probe, _depth + 1);
                }
                return message;
            };

            /**
             * Creates a plain object from an AgentCommand message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.AgentCommand
             * @static
             * @param {dinofleet.v1.AgentCommand} message AgentCommand
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            AgentCommand.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (message.surveyRequest != null && $Object.hasOwnProperty.call(message, "surveyRequest")) {
                    object.surveyRequest = $root.dinofleet.v1.SurveyRequest.toObject(message.surveyRequest, options, _depth + 1);
                    if (options.oneofs)
                        object.kind = "surveyRequest";
                }
                if (message.admitted != null && $Object.hasOwnProperty.call(message, "admitted")) {
                    object.admitted = $root.dinofleet.v1.Admitted.toObject(message.admitted, options, _depth + 1);
                    if (options.oneofs)
                        object.kind = "admitted";
                }
                if (message.refused != null && $Object.hasOwnProperty.call(message, "refused")) {
                    object.refused = $root.dinofleet.v1.Refused.toObject(message.refused, options, _depth + 1);
                    if (options.oneofs)
                        object.kind = "refused";
                }
                if (message.spawn != null && $Object.hasOwnProperty.call(message, "spawn")) {
                    object.spawn = $root.dinofleet.v1.SpawnWorkers.toObject(message.spawn, options, _depth + 1);
                    if (options.oneofs)
                        object.kind = "spawn";
                }
                if (message.kill != null && $Object.hasOwnProperty.call(message, "kill")) {
                    object.kill = $root.dinofleet.v1.KillWorkers.toObject(message.kill, options, _depth + 1);
                    if (options.oneofs)
                        object.kind = "kill";
                }
                if (message.jobOver != null && $Object.hasOwnProperty.call(message, "jobOver")) {
                    object.jobOver = $root.dinofleet.v1.JobOver.toObject(message.jobOver, options, _depth + 1);
                    if (options.oneofs)
                        object.kind = "jobOver";
                }
                if (message.publishSnapshot != null && $Object.hasOwnProperty.call(message, "publishSnapshot")) {
                    object.publishSnapshot = $root.dinofleet.v1.PublishSnapshot.toObject(message.publishSnapshot, options, _depth + 1);
                    if (options.oneofs)
                        object.kind = "publishSnapshot";
                }
                if (message.clearSnapshots != null && $Object.hasOwnProperty.call(message, "clearSnapshots")) {
                    object.clearSnapshots = $root.dinofleet.v1.ClearSnapshots.toObject(message.clearSnapshots, options, _depth + 1);
                    if (options.oneofs)
                        object.kind = "clearSnapshots";
                }
                if (message.readmitted != null && $Object.hasOwnProperty.call(message, "readmitted")) {
                    object.readmitted = $root.dinofleet.v1.Readmitted.toObject(message.readmitted, options, _depth + 1);
                    if (options.oneofs)
                        object.kind = "readmitted";
                }
                if (message.heard != null && $Object.hasOwnProperty.call(message, "heard")) {
                    object.heard = $root.dinofleet.v1.Heard.toObject(message.heard, options, _depth + 1);
                    if (options.oneofs)
                        object.kind = "heard";
                }
                if (message.released != null && $Object.hasOwnProperty.call(message, "released")) {
                    object.released = $root.dinofleet.v1.Released.toObject(message.released, options, _depth + 1);
                    if (options.oneofs)
                        object.kind = "released";
                }
                if (message.probe != null && $Object.hasOwnProperty.call(message, "probe")) {
                    object.probe = $root.dinofleet.v1.Probe.toObject(message.probe, options, _depth + 1);
                    if (options.oneofs)
                        object.kind = "probe";
                }
                return object;
            };

            /**
             * Converts this AgentCommand to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.AgentCommand
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            AgentCommand.prototype.toJSON = function() {
                return AgentCommand.toObject(this, $protobuf.util.toJSONOptions);
            };

            return AgentCommand;
        })();

        v1.SurveyRequest = (function() {

            /**
             * Properties of a SurveyRequest.
             * @typedef {Object} dinofleet.v1.SurveyRequest.$Properties
             * @property {string|null} [outputDir] SurveyRequest outputDir
             * @property {string|null} [datasetPath] SurveyRequest datasetPath
             * @property {string|null} [snapshotDir] SurveyRequest snapshotDir
             * @property {string|null} [listenHost] SurveyRequest listenHost
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a SurveyRequest.
             * @memberof dinofleet.v1
             * @interface ISurveyRequest
             * @augments dinofleet.v1.SurveyRequest.$Properties
             * @deprecated Use dinofleet.v1.SurveyRequest.$Properties instead.
             */

            /**
             * Shape of a SurveyRequest.
             * @typedef {dinofleet.v1.SurveyRequest.$Properties} dinofleet.v1.SurveyRequest.$Shape
             */

            /**
             * Constructs a new SurveyRequest.
             * @memberof dinofleet.v1
             * @classdesc Represents a SurveyRequest.
             * @constructor
             * @param {dinofleet.v1.SurveyRequest.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const SurveyRequest = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * SurveyRequest outputDir.
             * @member {string} outputDir
             * @memberof dinofleet.v1.SurveyRequest
             * @instance
             */
            SurveyRequest.prototype.outputDir = "";

            /**
             * SurveyRequest datasetPath.
             * @member {string} datasetPath
             * @memberof dinofleet.v1.SurveyRequest
             * @instance
             */
            SurveyRequest.prototype.datasetPath = "";

            /**
             * SurveyRequest snapshotDir.
             * @member {string} snapshotDir
             * @memberof dinofleet.v1.SurveyRequest
             * @instance
             */
            SurveyRequest.prototype.snapshotDir = "";

            /**
             * SurveyRequest listenHost.
             * @member {string} listenHost
             * @memberof dinofleet.v1.SurveyRequest
             * @instance
             */
            SurveyRequest.prototype.listenHost = "";

            /**
             * Creates a new SurveyRequest instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.SurveyRequest
             * @static
             * @param {dinofleet.v1.SurveyRequest.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.SurveyRequest} SurveyRequest instance
             * @type {{
             *   (properties: dinofleet.v1.SurveyRequest.$Shape): dinofleet.v1.SurveyRequest & dinofleet.v1.SurveyRequest.$Shape;
             *   (properties?: dinofleet.v1.SurveyRequest.$Properties): dinofleet.v1.SurveyRequest;
             * }}
             */
            SurveyRequest.create = function(properties) {
                return new SurveyRequest(properties);
            };

            /**
             * Encodes the specified SurveyRequest message. Does not implicitly {@link dinofleet.v1.SurveyRequest.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.SurveyRequest
             * @static
             * @param {dinofleet.v1.SurveyRequest.$Properties} message SurveyRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            SurveyRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.outputDir != null && $Object.hasOwnProperty.call(message, "outputDir") && message.outputDir !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.outputDir);
                if (message.datasetPath != null && $Object.hasOwnProperty.call(message, "datasetPath") && message.datasetPath !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.datasetPath);
                if (message.snapshotDir != null && $Object.hasOwnProperty.call(message, "snapshotDir") && message.snapshotDir !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.snapshotDir);
                if (message.listenHost != null && $Object.hasOwnProperty.call(message, "listenHost") && message.listenHost !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.listenHost);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a SurveyRequest message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.SurveyRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.SurveyRequest & dinofleet.v1.SurveyRequest.$Shape} SurveyRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            SurveyRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.SurveyRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.outputDir = value;
                            else
                                delete message.outputDir;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.datasetPath = value;
                            else
                                delete message.datasetPath;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.snapshotDir = value;
                            else
                                delete message.snapshotDir;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.listenHost = value;
                            else
                                delete message.listenHost;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a SurveyRequest message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.SurveyRequest
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.SurveyRequest} SurveyRequest
             */
            SurveyRequest.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.SurveyRequest)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.SurveyRequest: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.SurveyRequest();
                if (object.outputDir != null)
                    if (typeof object.outputDir !== "string" || object.outputDir.length)
                        message.outputDir = $String(object.outputDir);
                if (object.datasetPath != null)
                    if (typeof object.datasetPath !== "string" || object.datasetPath.length)
                        message.datasetPath = $String(object.datasetPath);
                if (object.snapshotDir != null)
                    if (typeof object.snapshotDir !== "string" || object.snapshotDir.length)
                        message.snapshotDir = $String(object.snapshotDir);
                if (object.listenHost != null)
                    if (typeof object.listenHost !== "string" || object.listenHost.length)
                        message.listenHost = $String(object.listenHost);
                return message;
            };

            /**
             * Creates a plain object from a SurveyRequest message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.SurveyRequest
             * @static
             * @param {dinofleet.v1.SurveyRequest} message SurveyRequest
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            SurveyRequest.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.outputDir = "";
                    object.datasetPath = "";
                    object.snapshotDir = "";
                    object.listenHost = "";
                }
                if (message.outputDir != null && $Object.hasOwnProperty.call(message, "outputDir"))
                    object.outputDir = message.outputDir;
                if (message.datasetPath != null && $Object.hasOwnProperty.call(message, "datasetPath"))
                    object.datasetPath = message.datasetPath;
                if (message.snapshotDir != null && $Object.hasOwnProperty.call(message, "snapshotDir"))
                    object.snapshotDir = message.snapshotDir;
                if (message.listenHost != null && $Object.hasOwnProperty.call(message, "listenHost"))
                    object.listenHost = message.listenHost;
                return object;
            };

            /**
             * Converts this SurveyRequest to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.SurveyRequest
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            SurveyRequest.prototype.toJSON = function() {
                return SurveyRequest.toObject(this, $protobuf.util.toJSONOptions);
            };

            return SurveyRequest;
        })();

        v1.Admitted = (function() {

            /**
             * Properties of an Admitted.
             * @typedef {Object} dinofleet.v1.Admitted.$Properties
             * @property {string|null} [jobId] Admitted jobId
             * @property {number|null} [leaseMs] Admitted leaseMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Admitted.
             * @memberof dinofleet.v1
             * @interface IAdmitted
             * @augments dinofleet.v1.Admitted.$Properties
             * @deprecated Use dinofleet.v1.Admitted.$Properties instead.
             */

            /**
             * Shape of an Admitted.
             * @typedef {dinofleet.v1.Admitted.$Properties} dinofleet.v1.Admitted.$Shape
             */

            /**
             * Constructs a new Admitted.
             * @memberof dinofleet.v1
             * @classdesc Represents an Admitted.
             * @constructor
             * @param {dinofleet.v1.Admitted.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Admitted = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Admitted jobId.
             * @member {string} jobId
             * @memberof dinofleet.v1.Admitted
             * @instance
             */
            Admitted.prototype.jobId = "";

            /**
             * Admitted leaseMs.
             * @member {number} leaseMs
             * @memberof dinofleet.v1.Admitted
             * @instance
             */
            Admitted.prototype.leaseMs = 0;

            /**
             * Creates a new Admitted instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.Admitted
             * @static
             * @param {dinofleet.v1.Admitted.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.Admitted} Admitted instance
             * @type {{
             *   (properties: dinofleet.v1.Admitted.$Shape): dinofleet.v1.Admitted & dinofleet.v1.Admitted.$Shape;
             *   (properties?: dinofleet.v1.Admitted.$Properties): dinofleet.v1.Admitted;
             * }}
             */
            Admitted.create = function(properties) {
                return new Admitted(properties);
            };

            /**
             * Encodes the specified Admitted message. Does not implicitly {@link dinofleet.v1.Admitted.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.Admitted
             * @static
             * @param {dinofleet.v1.Admitted.$Properties} message Admitted message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Admitted.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.jobId != null && $Object.hasOwnProperty.call(message, "jobId") && message.jobId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.jobId);
                if (message.leaseMs != null && $Object.hasOwnProperty.call(message, "leaseMs") && message.leaseMs !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.leaseMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Admitted message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.Admitted
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.Admitted & dinofleet.v1.Admitted.$Shape} Admitted
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Admitted.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.Admitted();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.jobId = value;
                            else
                                delete message.jobId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.leaseMs = value;
                            else
                                delete message.leaseMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates an Admitted message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.Admitted
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.Admitted} Admitted
             */
            Admitted.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.Admitted)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.Admitted: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.Admitted();
                if (object.jobId != null)
                    if (typeof object.jobId !== "string" || object.jobId.length)
                        message.jobId = $String(object.jobId);
                if (object.leaseMs != null)
                    if ($Number(object.leaseMs) !== 0)
                        message.leaseMs = object.leaseMs >>> 0;
                return message;
            };

            /**
             * Creates a plain object from an Admitted message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.Admitted
             * @static
             * @param {dinofleet.v1.Admitted} message Admitted
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Admitted.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.jobId = "";
                    object.leaseMs = 0;
                }
                if (message.jobId != null && $Object.hasOwnProperty.call(message, "jobId"))
                    object.jobId = message.jobId;
                if (message.leaseMs != null && $Object.hasOwnProperty.call(message, "leaseMs"))
                    object.leaseMs = message.leaseMs;
                return object;
            };

            /**
             * Converts this Admitted to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.Admitted
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Admitted.prototype.toJSON = function() {
                return Admitted.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Admitted;
        })();

        v1.Probe = (function() {

            /**
             * Properties of a Probe.
             * @typedef {Object} dinofleet.v1.Probe.$Properties
             * @property {Array.<dinofleet.v1.Peer.$Properties>|null} [peers] Probe peers
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Probe.
             * @memberof dinofleet.v1
             * @interface IProbe
             * @augments dinofleet.v1.Probe.$Properties
             * @deprecated Use dinofleet.v1.Probe.$Properties instead.
             */

            /**
             * Shape of a Probe.
             * @typedef {dinofleet.v1.Probe.$Properties} dinofleet.v1.Probe.$Shape
             */

            /**
             * Constructs a new Probe.
             * @memberof dinofleet.v1
             * @classdesc Represents a Probe.
             * @constructor
             * @param {dinofleet.v1.Probe.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Probe = function (properties) {
                this.peers = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Probe peers.
             * @member {Array.<dinofleet.v1.Peer.$Properties>} peers
             * @memberof dinofleet.v1.Probe
             * @instance
             */
            Probe.prototype.peers = $util.emptyArray;

            /**
             * Creates a new Probe instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.Probe
             * @static
             * @param {dinofleet.v1.Probe.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.Probe} Probe instance
             * @type {{
             *   (properties: dinofleet.v1.Probe.$Shape): dinofleet.v1.Probe & dinofleet.v1.Probe.$Shape;
             *   (properties?: dinofleet.v1.Probe.$Properties): dinofleet.v1.Probe;
             * }}
             */
            Probe.create = function(properties) {
                return new Probe(properties);
            };

            /**
             * Encodes the specified Probe message. Does not implicitly {@link dinofleet.v1.Probe.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.Probe
             * @static
             * @param {dinofleet.v1.Probe.$Properties} message Probe message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Probe.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.peers != null && message.peers.length)
                    for (let i = 0; i < message.peers.length; ++i)
                        $root.dinofleet.v1.Peer.encode(message.peers[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Probe message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.Probe
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.Probe & dinofleet.v1.Probe.$Shape} Probe
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Probe.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.Probe();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.peers && message.peers.length))
                                message.peers = [];
                            message.peers.push($root.dinofleet.v1.Peer.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Probe message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.Probe
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.Probe} Probe
             */
            Probe.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.Probe)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.Probe: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.Probe();
                if (object.peers) {
                    if (!$Array.isArray(object.peers))
                        throw $TypeError(".dinofleet.v1.Probe.peers: array expected");
                    message.peers = $Array(object.peers.length);
                    for (let i = 0; i < object.peers.length; ++i) {
                        if (!$util.isObject(object.peers[i]))
                            throw $TypeError(".dinofleet.v1.Probe.peers: object expected");
                        message.peers[i] = $root.dinofleet.v1.Peer.fromObject(object.peers[i], _depth + 1);
                    }
                }
                return message;
            };

            /**
             * Creates a plain object from a Probe message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.Probe
             * @static
             * @param {dinofleet.v1.Probe} message Probe
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Probe.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.peers = [];
                if (message.peers && message.peers.length) {
                    object.peers = $Array(message.peers.length);
                    for (let j = 0; j < message.peers.length; ++j)
                        object.peers[j] = $root.dinofleet.v1.Peer.toObject(message.peers[j], options, _depth + 1);
                }
                return object;
            };

            /**
             * Converts this Probe to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.Probe
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Probe.prototype.toJSON = function() {
                return Probe.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Probe;
        })();

        v1.Peer = (function() {

            /**
             * Properties of a Peer.
             * @typedef {Object} dinofleet.v1.Peer.$Properties
             * @property {string|null} [nodeId] Peer nodeId
             * @property {string|null} [hostname] Peer hostname
             * @property {string|null} [address] Peer address
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Peer.
             * @memberof dinofleet.v1
             * @interface IPeer
             * @augments dinofleet.v1.Peer.$Properties
             * @deprecated Use dinofleet.v1.Peer.$Properties instead.
             */

            /**
             * Shape of a Peer.
             * @typedef {dinofleet.v1.Peer.$Properties} dinofleet.v1.Peer.$Shape
             */

            /**
             * Constructs a new Peer.
             * @memberof dinofleet.v1
             * @classdesc Represents a Peer.
             * @constructor
             * @param {dinofleet.v1.Peer.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Peer = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Peer nodeId.
             * @member {string} nodeId
             * @memberof dinofleet.v1.Peer
             * @instance
             */
            Peer.prototype.nodeId = "";

            /**
             * Peer hostname.
             * @member {string} hostname
             * @memberof dinofleet.v1.Peer
             * @instance
             */
            Peer.prototype.hostname = "";

            /**
             * Peer address.
             * @member {string} address
             * @memberof dinofleet.v1.Peer
             * @instance
             */
            Peer.prototype.address = "";

            /**
             * Creates a new Peer instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.Peer
             * @static
             * @param {dinofleet.v1.Peer.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.Peer} Peer instance
             * @type {{
             *   (properties: dinofleet.v1.Peer.$Shape): dinofleet.v1.Peer & dinofleet.v1.Peer.$Shape;
             *   (properties?: dinofleet.v1.Peer.$Properties): dinofleet.v1.Peer;
             * }}
             */
            Peer.create = function(properties) {
                return new Peer(properties);
            };

            /**
             * Encodes the specified Peer message. Does not implicitly {@link dinofleet.v1.Peer.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.Peer
             * @static
             * @param {dinofleet.v1.Peer.$Properties} message Peer message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Peer.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId") && message.nodeId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.nodeId);
                if (message.hostname != null && $Object.hasOwnProperty.call(message, "hostname") && message.hostname !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.hostname);
                if (message.address != null && $Object.hasOwnProperty.call(message, "address") && message.address !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.address);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Peer message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.Peer
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.Peer & dinofleet.v1.Peer.$Shape} Peer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Peer.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.Peer();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.nodeId = value;
                            else
                                delete message.nodeId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.hostname = value;
                            else
                                delete message.hostname;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.address = value;
                            else
                                delete message.address;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Peer message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.Peer
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.Peer} Peer
             */
            Peer.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.Peer)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.Peer: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.Peer();
                if (object.nodeId != null)
                    if (typeof object.nodeId !== "string" || object.nodeId.length)
                        message.nodeId = $String(object.nodeId);
                if (object.hostname != null)
                    if (typeof object.hostname !== "string" || object.hostname.length)
                        message.hostname = $String(object.hostname);
                if (object.address != null)
                    if (typeof object.address !== "string" || object.address.length)
                        message.address = $String(object.address);
                return message;
            };

            /**
             * Creates a plain object from a Peer message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.Peer
             * @static
             * @param {dinofleet.v1.Peer} message Peer
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Peer.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.nodeId = "";
                    object.hostname = "";
                    object.address = "";
                }
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId"))
                    object.nodeId = message.nodeId;
                if (message.hostname != null && $Object.hasOwnProperty.call(message, "hostname"))
                    object.hostname = message.hostname;
                if (message.address != null && $Object.hasOwnProperty.call(message, "address"))
                    object.address = message.address;
                return object;
            };

            /**
             * Converts this Peer to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.Peer
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Peer.prototype.toJSON = function() {
                return Peer.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Peer;
        })();

        v1.Readmitted = (function() {

            /**
             * Properties of a Readmitted.
             * @typedef {Object} dinofleet.v1.Readmitted.$Properties
             * @property {number|null} [number] Readmitted number
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Readmitted.
             * @memberof dinofleet.v1
             * @interface IReadmitted
             * @augments dinofleet.v1.Readmitted.$Properties
             * @deprecated Use dinofleet.v1.Readmitted.$Properties instead.
             */

            /**
             * Shape of a Readmitted.
             * @typedef {dinofleet.v1.Readmitted.$Properties} dinofleet.v1.Readmitted.$Shape
             */

            /**
             * Constructs a new Readmitted.
             * @memberof dinofleet.v1
             * @classdesc Represents a Readmitted.
             * @constructor
             * @param {dinofleet.v1.Readmitted.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Readmitted = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Readmitted number.
             * @member {number} number
             * @memberof dinofleet.v1.Readmitted
             * @instance
             */
            Readmitted.prototype.number = 0;

            /**
             * Creates a new Readmitted instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.Readmitted
             * @static
             * @param {dinofleet.v1.Readmitted.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.Readmitted} Readmitted instance
             * @type {{
             *   (properties: dinofleet.v1.Readmitted.$Shape): dinofleet.v1.Readmitted & dinofleet.v1.Readmitted.$Shape;
             *   (properties?: dinofleet.v1.Readmitted.$Properties): dinofleet.v1.Readmitted;
             * }}
             */
            Readmitted.create = function(properties) {
                return new Readmitted(properties);
            };

            /**
             * Encodes the specified Readmitted message. Does not implicitly {@link dinofleet.v1.Readmitted.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.Readmitted
             * @static
             * @param {dinofleet.v1.Readmitted.$Properties} message Readmitted message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Readmitted.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.number != null && $Object.hasOwnProperty.call(message, "number") && message.number !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.number);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Readmitted message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.Readmitted
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.Readmitted & dinofleet.v1.Readmitted.$Shape} Readmitted
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Readmitted.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.Readmitted();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.number = value;
                            else
                                delete message.number;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Readmitted message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.Readmitted
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.Readmitted} Readmitted
             */
            Readmitted.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.Readmitted)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.Readmitted: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.Readmitted();
                if (object.number != null)
                    if ($Number(object.number) !== 0)
                        message.number = object.number >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a Readmitted message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.Readmitted
             * @static
             * @param {dinofleet.v1.Readmitted} message Readmitted
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Readmitted.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.number = 0;
                if (message.number != null && $Object.hasOwnProperty.call(message, "number"))
                    object.number = message.number;
                return object;
            };

            /**
             * Converts this Readmitted to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.Readmitted
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Readmitted.prototype.toJSON = function() {
                return Readmitted.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Readmitted;
        })();

        v1.Released = (function() {

            /**
             * Properties of a Released.
             * @typedef {Object} dinofleet.v1.Released.$Properties
             * @property {string|null} [reason] Released reason
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Released.
             * @memberof dinofleet.v1
             * @interface IReleased
             * @augments dinofleet.v1.Released.$Properties
             * @deprecated Use dinofleet.v1.Released.$Properties instead.
             */

            /**
             * Shape of a Released.
             * @typedef {dinofleet.v1.Released.$Properties} dinofleet.v1.Released.$Shape
             */

            /**
             * Constructs a new Released.
             * @memberof dinofleet.v1
             * @classdesc Represents a Released.
             * @constructor
             * @param {dinofleet.v1.Released.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Released = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Released reason.
             * @member {string} reason
             * @memberof dinofleet.v1.Released
             * @instance
             */
            Released.prototype.reason = "";

            /**
             * Creates a new Released instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.Released
             * @static
             * @param {dinofleet.v1.Released.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.Released} Released instance
             * @type {{
             *   (properties: dinofleet.v1.Released.$Shape): dinofleet.v1.Released & dinofleet.v1.Released.$Shape;
             *   (properties?: dinofleet.v1.Released.$Properties): dinofleet.v1.Released;
             * }}
             */
            Released.create = function(properties) {
                return new Released(properties);
            };

            /**
             * Encodes the specified Released message. Does not implicitly {@link dinofleet.v1.Released.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.Released
             * @static
             * @param {dinofleet.v1.Released.$Properties} message Released message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Released.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.reason);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Released message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.Released
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.Released & dinofleet.v1.Released.$Shape} Released
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Released.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.Released();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Released message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.Released
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.Released} Released
             */
            Released.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.Released)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.Released: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.Released();
                if (object.reason != null)
                    if (typeof object.reason !== "string" || object.reason.length)
                        message.reason = $String(object.reason);
                return message;
            };

            /**
             * Creates a plain object from a Released message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.Released
             * @static
             * @param {dinofleet.v1.Released} message Released
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Released.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.reason = "";
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason"))
                    object.reason = message.reason;
                return object;
            };

            /**
             * Converts this Released to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.Released
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Released.prototype.toJSON = function() {
                return Released.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Released;
        })();

        v1.Heard = (function() {

            /**
             * Properties of a Heard.
             * @typedef {Object} dinofleet.v1.Heard.$Properties
             * @property {number|null} [number] Heard number
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Heard.
             * @memberof dinofleet.v1
             * @interface IHeard
             * @augments dinofleet.v1.Heard.$Properties
             * @deprecated Use dinofleet.v1.Heard.$Properties instead.
             */

            /**
             * Shape of a Heard.
             * @typedef {dinofleet.v1.Heard.$Properties} dinofleet.v1.Heard.$Shape
             */

            /**
             * Constructs a new Heard.
             * @memberof dinofleet.v1
             * @classdesc Represents a Heard.
             * @constructor
             * @param {dinofleet.v1.Heard.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Heard = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Heard number.
             * @member {number} number
             * @memberof dinofleet.v1.Heard
             * @instance
             */
            Heard.prototype.number = 0;

            /**
             * Creates a new Heard instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.Heard
             * @static
             * @param {dinofleet.v1.Heard.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.Heard} Heard instance
             * @type {{
             *   (properties: dinofleet.v1.Heard.$Shape): dinofleet.v1.Heard & dinofleet.v1.Heard.$Shape;
             *   (properties?: dinofleet.v1.Heard.$Properties): dinofleet.v1.Heard;
             * }}
             */
            Heard.create = function(properties) {
                return new Heard(properties);
            };

            /**
             * Encodes the specified Heard message. Does not implicitly {@link dinofleet.v1.Heard.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.Heard
             * @static
             * @param {dinofleet.v1.Heard.$Properties} message Heard message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Heard.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.number != null && $Object.hasOwnProperty.call(message, "number") && message.number !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.number);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Heard message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.Heard
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.Heard & dinofleet.v1.Heard.$Shape} Heard
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Heard.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.Heard();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.number = value;
                            else
                                delete message.number;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Heard message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.Heard
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.Heard} Heard
             */
            Heard.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.Heard)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.Heard: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.Heard();
                if (object.number != null)
                    if ($Number(object.number) !== 0)
                        message.number = object.number >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a Heard message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.Heard
             * @static
             * @param {dinofleet.v1.Heard} message Heard
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Heard.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.number = 0;
                if (message.number != null && $Object.hasOwnProperty.call(message, "number"))
                    object.number = message.number;
                return object;
            };

            /**
             * Converts this Heard to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.Heard
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Heard.prototype.toJSON = function() {
                return Heard.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Heard;
        })();

        v1.Refused = (function() {

            /**
             * Properties of a Refused.
             * @typedef {Object} dinofleet.v1.Refused.$Properties
             * @property {string|null} [reason] Refused reason
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Refused.
             * @memberof dinofleet.v1
             * @interface IRefused
             * @augments dinofleet.v1.Refused.$Properties
             * @deprecated Use dinofleet.v1.Refused.$Properties instead.
             */

            /**
             * Shape of a Refused.
             * @typedef {dinofleet.v1.Refused.$Properties} dinofleet.v1.Refused.$Shape
             */

            /**
             * Constructs a new Refused.
             * @memberof dinofleet.v1
             * @classdesc Represents a Refused.
             * @constructor
             * @param {dinofleet.v1.Refused.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Refused = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Refused reason.
             * @member {string} reason
             * @memberof dinofleet.v1.Refused
             * @instance
             */
            Refused.prototype.reason = "";

            /**
             * Creates a new Refused instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.Refused
             * @static
             * @param {dinofleet.v1.Refused.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.Refused} Refused instance
             * @type {{
             *   (properties: dinofleet.v1.Refused.$Shape): dinofleet.v1.Refused & dinofleet.v1.Refused.$Shape;
             *   (properties?: dinofleet.v1.Refused.$Properties): dinofleet.v1.Refused;
             * }}
             */
            Refused.create = function(properties) {
                return new Refused(properties);
            };

            /**
             * Encodes the specified Refused message. Does not implicitly {@link dinofleet.v1.Refused.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.Refused
             * @static
             * @param {dinofleet.v1.Refused.$Properties} message Refused message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Refused.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.reason);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Refused message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.Refused
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.Refused & dinofleet.v1.Refused.$Shape} Refused
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Refused.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.Refused();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Refused message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.Refused
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.Refused} Refused
             */
            Refused.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.Refused)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.Refused: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.Refused();
                if (object.reason != null)
                    if (typeof object.reason !== "string" || object.reason.length)
                        message.reason = $String(object.reason);
                return message;
            };

            /**
             * Creates a plain object from a Refused message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.Refused
             * @static
             * @param {dinofleet.v1.Refused} message Refused
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Refused.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.reason = "";
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason"))
                    object.reason = message.reason;
                return object;
            };

            /**
             * Converts this Refused to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.Refused
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Refused.prototype.toJSON = function() {
                return Refused.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Refused;
        })();

        v1.SpawnWorkers = (function() {

            /**
             * Properties of a SpawnWorkers.
             * @typedef {Object} dinofleet.v1.SpawnWorkers.$Properties
             * @property {string|null} [jobId] SpawnWorkers jobId
             * @property {string|null} [outputDir] SpawnWorkers outputDir
             * @property {number|null} [count] SpawnWorkers count
             * @property {number|null} [threads] SpawnWorkers threads
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a SpawnWorkers.
             * @memberof dinofleet.v1
             * @interface ISpawnWorkers
             * @augments dinofleet.v1.SpawnWorkers.$Properties
             * @deprecated Use dinofleet.v1.SpawnWorkers.$Properties instead.
             */

            /**
             * Shape of a SpawnWorkers.
             * @typedef {dinofleet.v1.SpawnWorkers.$Properties} dinofleet.v1.SpawnWorkers.$Shape
             */

            /**
             * Constructs a new SpawnWorkers.
             * @memberof dinofleet.v1
             * @classdesc Represents a SpawnWorkers.
             * @constructor
             * @param {dinofleet.v1.SpawnWorkers.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const SpawnWorkers = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * SpawnWorkers jobId.
             * @member {string} jobId
             * @memberof dinofleet.v1.SpawnWorkers
             * @instance
             */
            SpawnWorkers.prototype.jobId = "";

            /**
             * SpawnWorkers outputDir.
             * @member {string} outputDir
             * @memberof dinofleet.v1.SpawnWorkers
             * @instance
             */
            SpawnWorkers.prototype.outputDir = "";

            /**
             * SpawnWorkers count.
             * @member {number} count
             * @memberof dinofleet.v1.SpawnWorkers
             * @instance
             */
            SpawnWorkers.prototype.count = 0;

            /**
             * SpawnWorkers threads.
             * @member {number} threads
             * @memberof dinofleet.v1.SpawnWorkers
             * @instance
             */
            SpawnWorkers.prototype.threads = 0;

            /**
             * Creates a new SpawnWorkers instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.SpawnWorkers
             * @static
             * @param {dinofleet.v1.SpawnWorkers.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.SpawnWorkers} SpawnWorkers instance
             * @type {{
             *   (properties: dinofleet.v1.SpawnWorkers.$Shape): dinofleet.v1.SpawnWorkers & dinofleet.v1.SpawnWorkers.$Shape;
             *   (properties?: dinofleet.v1.SpawnWorkers.$Properties): dinofleet.v1.SpawnWorkers;
             * }}
             */
            SpawnWorkers.create = function(properties) {
                return new SpawnWorkers(properties);
            };

            /**
             * Encodes the specified SpawnWorkers message. Does not implicitly {@link dinofleet.v1.SpawnWorkers.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.SpawnWorkers
             * @static
             * @param {dinofleet.v1.SpawnWorkers.$Properties} message SpawnWorkers message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            SpawnWorkers.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.jobId != null && $Object.hasOwnProperty.call(message, "jobId") && message.jobId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.jobId);
                if (message.outputDir != null && $Object.hasOwnProperty.call(message, "outputDir") && message.outputDir !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.outputDir);
                if (message.count != null && $Object.hasOwnProperty.call(message, "count") && message.count !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.count);
                if (message.threads != null && $Object.hasOwnProperty.call(message, "threads") && message.threads !== 0)
                    writer.uint32(/* id 6, wireType 0 =*/48).uint32(message.threads);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a SpawnWorkers message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.SpawnWorkers
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.SpawnWorkers & dinofleet.v1.SpawnWorkers.$Shape} SpawnWorkers
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            SpawnWorkers.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.SpawnWorkers();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.jobId = value;
                            else
                                delete message.jobId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.outputDir = value;
                            else
                                delete message.outputDir;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.count = value;
                            else
                                delete message.count;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.threads = value;
                            else
                                delete message.threads;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a SpawnWorkers message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.SpawnWorkers
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.SpawnWorkers} SpawnWorkers
             */
            SpawnWorkers.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.SpawnWorkers)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.SpawnWorkers: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.SpawnWorkers();
                if (object.jobId != null)
                    if (typeof object.jobId !== "string" || object.jobId.length)
                        message.jobId = $String(object.jobId);
                if (object.outputDir != null)
                    if (typeof object.outputDir !== "string" || object.outputDir.length)
                        message.outputDir = $String(object.outputDir);
                if (object.count != null)
                    if ($Number(object.count) !== 0)
                        message.count = object.count >>> 0;
                if (object.threads != null)
                    if ($Number(object.threads) !== 0)
                        message.threads = object.threads >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a SpawnWorkers message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.SpawnWorkers
             * @static
             * @param {dinofleet.v1.SpawnWorkers} message SpawnWorkers
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            SpawnWorkers.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.jobId = "";
                    object.outputDir = "";
                    object.count = 0;
                    object.threads = 0;
                }
                if (message.jobId != null && $Object.hasOwnProperty.call(message, "jobId"))
                    object.jobId = message.jobId;
                if (message.outputDir != null && $Object.hasOwnProperty.call(message, "outputDir"))
                    object.outputDir = message.outputDir;
                if (message.count != null && $Object.hasOwnProperty.call(message, "count"))
                    object.count = message.count;
                if (message.threads != null && $Object.hasOwnProperty.call(message, "threads"))
                    object.threads = message.threads;
                return object;
            };

            /**
             * Converts this SpawnWorkers to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.SpawnWorkers
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            SpawnWorkers.prototype.toJSON = function() {
                return SpawnWorkers.toObject(this, $protobuf.util.toJSONOptions);
            };

            return SpawnWorkers;
        })();

        v1.KillWorkers = (function() {

            /**
             * Properties of a KillWorkers.
             * @typedef {Object} dinofleet.v1.KillWorkers.$Properties
             * @property {Array.<string>|null} [spared] KillWorkers spared
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a KillWorkers.
             * @memberof dinofleet.v1
             * @interface IKillWorkers
             * @augments dinofleet.v1.KillWorkers.$Properties
             * @deprecated Use dinofleet.v1.KillWorkers.$Properties instead.
             */

            /**
             * Shape of a KillWorkers.
             * @typedef {dinofleet.v1.KillWorkers.$Properties} dinofleet.v1.KillWorkers.$Shape
             */

            /**
             * Constructs a new KillWorkers.
             * @memberof dinofleet.v1
             * @classdesc Represents a KillWorkers.
             * @constructor
             * @param {dinofleet.v1.KillWorkers.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const KillWorkers = function (properties) {
                this.spared = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * KillWorkers spared.
             * @member {Array.<string>} spared
             * @memberof dinofleet.v1.KillWorkers
             * @instance
             */
            KillWorkers.prototype.spared = $util.emptyArray;

            /**
             * Creates a new KillWorkers instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.KillWorkers
             * @static
             * @param {dinofleet.v1.KillWorkers.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.KillWorkers} KillWorkers instance
             * @type {{
             *   (properties: dinofleet.v1.KillWorkers.$Shape): dinofleet.v1.KillWorkers & dinofleet.v1.KillWorkers.$Shape;
             *   (properties?: dinofleet.v1.KillWorkers.$Properties): dinofleet.v1.KillWorkers;
             * }}
             */
            KillWorkers.create = function(properties) {
                return new KillWorkers(properties);
            };

            /**
             * Encodes the specified KillWorkers message. Does not implicitly {@link dinofleet.v1.KillWorkers.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.KillWorkers
             * @static
             * @param {dinofleet.v1.KillWorkers.$Properties} message KillWorkers message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            KillWorkers.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.spared != null && message.spared.length)
                    for (let i = 0; i < message.spared.length; ++i)
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.spared[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a KillWorkers message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.KillWorkers
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.KillWorkers & dinofleet.v1.KillWorkers.$Shape} KillWorkers
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            KillWorkers.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.KillWorkers();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.spared && message.spared.length))
                                message.spared = [];
                            message.spared.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a KillWorkers message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.KillWorkers
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.KillWorkers} KillWorkers
             */
            KillWorkers.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.KillWorkers)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.KillWorkers: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.KillWorkers();
                if (object.spared) {
                    if (!$Array.isArray(object.spared))
                        throw $TypeError(".dinofleet.v1.KillWorkers.spared: array expected");
                    message.spared = $Array(object.spared.length);
                    for (let i = 0; i < object.spared.length; ++i)
                        message.spared[i] = $String(object.spared[i]);
                }
                return message;
            };

            /**
             * Creates a plain object from a KillWorkers message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.KillWorkers
             * @static
             * @param {dinofleet.v1.KillWorkers} message KillWorkers
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            KillWorkers.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.spared = [];
                if (message.spared && message.spared.length) {
                    object.spared = $Array(message.spared.length);
                    for (let j = 0; j < message.spared.length; ++j)
                        object.spared[j] = message.spared[j];
                }
                return object;
            };

            /**
             * Converts this KillWorkers to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.KillWorkers
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            KillWorkers.prototype.toJSON = function() {
                return KillWorkers.toObject(this, $protobuf.util.toJSONOptions);
            };

            return KillWorkers;
        })();

        v1.JobOver = (function() {

            /**
             * Properties of a JobOver.
             * @typedef {Object} dinofleet.v1.JobOver.$Properties
             * @property {number|null} [exitCode] JobOver exitCode
             * @property {string|null} [reason] JobOver reason
             * @property {number|null} [savedStep] JobOver savedStep
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a JobOver.
             * @memberof dinofleet.v1
             * @interface IJobOver
             * @augments dinofleet.v1.JobOver.$Properties
             * @deprecated Use dinofleet.v1.JobOver.$Properties instead.
             */

            /**
             * Shape of a JobOver.
             * @typedef {dinofleet.v1.JobOver.$Properties} dinofleet.v1.JobOver.$Shape
             */

            /**
             * Constructs a new JobOver.
             * @memberof dinofleet.v1
             * @classdesc Represents a JobOver.
             * @constructor
             * @param {dinofleet.v1.JobOver.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const JobOver = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * JobOver exitCode.
             * @member {number} exitCode
             * @memberof dinofleet.v1.JobOver
             * @instance
             */
            JobOver.prototype.exitCode = 0;

            /**
             * JobOver reason.
             * @member {string} reason
             * @memberof dinofleet.v1.JobOver
             * @instance
             */
            JobOver.prototype.reason = "";

            /**
             * JobOver savedStep.
             * @member {number} savedStep
             * @memberof dinofleet.v1.JobOver
             * @instance
             */
            JobOver.prototype.savedStep = 0;

            /**
             * Creates a new JobOver instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.JobOver
             * @static
             * @param {dinofleet.v1.JobOver.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.JobOver} JobOver instance
             * @type {{
             *   (properties: dinofleet.v1.JobOver.$Shape): dinofleet.v1.JobOver & dinofleet.v1.JobOver.$Shape;
             *   (properties?: dinofleet.v1.JobOver.$Properties): dinofleet.v1.JobOver;
             * }}
             */
            JobOver.create = function(properties) {
                return new JobOver(properties);
            };

            /**
             * Encodes the specified JobOver message. Does not implicitly {@link dinofleet.v1.JobOver.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.JobOver
             * @static
             * @param {dinofleet.v1.JobOver.$Properties} message JobOver message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            JobOver.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.exitCode != null && $Object.hasOwnProperty.call(message, "exitCode") && message.exitCode !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.exitCode);
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.reason);
                if (message.savedStep != null && $Object.hasOwnProperty.call(message, "savedStep") && message.savedStep !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.savedStep);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a JobOver message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.JobOver
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.JobOver & dinofleet.v1.JobOver.$Shape} JobOver
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            JobOver.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.JobOver();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.exitCode = value;
                            else
                                delete message.exitCode;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.savedStep = value;
                            else
                                delete message.savedStep;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a JobOver message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.JobOver
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.JobOver} JobOver
             */
            JobOver.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.JobOver)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.JobOver: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.JobOver();
                if (object.exitCode != null)
                    if ($Number(object.exitCode) !== 0)
                        message.exitCode = object.exitCode >>> 0;
                if (object.reason != null)
                    if (typeof object.reason !== "string" || object.reason.length)
                        message.reason = $String(object.reason);
                if (object.savedStep != null)
                    if ($Number(object.savedStep) !== 0)
                        message.savedStep = object.savedStep >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a JobOver message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.JobOver
             * @static
             * @param {dinofleet.v1.JobOver} message JobOver
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            JobOver.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.exitCode = 0;
                    object.reason = "";
                    object.savedStep = 0;
                }
                if (message.exitCode != null && $Object.hasOwnProperty.call(message, "exitCode"))
                    object.exitCode = message.exitCode;
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason"))
                    object.reason = message.reason;
                if (message.savedStep != null && $Object.hasOwnProperty.call(message, "savedStep"))
                    object.savedStep = message.savedStep;
                return object;
            };

            /**
             * Converts this JobOver to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.JobOver
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            JobOver.prototype.toJSON = function() {
                return JobOver.toObject(this, $protobuf.util.toJSONOptions);
            };

            return JobOver;
        })();

        v1.PublishSnapshot = (function() {

            /**
             * Properties of a PublishSnapshot.
             * @typedef {Object} dinofleet.v1.PublishSnapshot.$Properties
             * @property {number|null} [generation] PublishSnapshot generation
             * @property {number|null} [step] PublishSnapshot step
             * @property {string|null} [attempt] PublishSnapshot attempt
             * @property {Array.<number>|null} [ranks] PublishSnapshot ranks
             * @property {string|null} [head] PublishSnapshot head
             * @property {Array.<string>|null} [records] PublishSnapshot records
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a PublishSnapshot.
             * @memberof dinofleet.v1
             * @interface IPublishSnapshot
             * @augments dinofleet.v1.PublishSnapshot.$Properties
             * @deprecated Use dinofleet.v1.PublishSnapshot.$Properties instead.
             */

            /**
             * Shape of a PublishSnapshot.
             * @typedef {dinofleet.v1.PublishSnapshot.$Properties} dinofleet.v1.PublishSnapshot.$Shape
             */

            /**
             * Constructs a new PublishSnapshot.
             * @memberof dinofleet.v1
             * @classdesc Represents a PublishSnapshot.
             * @constructor
             * @param {dinofleet.v1.PublishSnapshot.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const PublishSnapshot = function (properties) {
                this.ranks = [];
                this.records = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * PublishSnapshot generation.
             * @member {number} generation
             * @memberof dinofleet.v1.PublishSnapshot
             * @instance
             */
            PublishSnapshot.prototype.generation = 0;

            /**
             * PublishSnapshot step.
             * @member {number} step
             * @memberof dinofleet.v1.PublishSnapshot
             * @instance
             */
            PublishSnapshot.prototype.step = 0;

            /**
             * PublishSnapshot attempt.
             * @member {string} attempt
             * @memberof dinofleet.v1.PublishSnapshot
             * @instance
             */
            PublishSnapshot.prototype.attempt = "";

            /**
             * PublishSnapshot ranks.
             * @member {Array.<number>} ranks
             * @memberof dinofleet.v1.PublishSnapshot
             * @instance
             */
            PublishSnapshot.prototype.ranks = $util.emptyArray;

            /**
             * PublishSnapshot head.
             * @member {string} head
             * @memberof dinofleet.v1.PublishSnapshot
             * @instance
             */
            PublishSnapshot.prototype.head = "";

            /**
             * PublishSnapshot records.
             * @member {Array.<string>} records
             * @memberof dinofleet.v1.PublishSnapshot
             * @instance
             */
            PublishSnapshot.prototype.records = $util.emptyArray;

            /**
             * Creates a new PublishSnapshot instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.PublishSnapshot
             * @static
             * @param {dinofleet.v1.PublishSnapshot.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.PublishSnapshot} PublishSnapshot instance
             * @type {{
             *   (properties: dinofleet.v1.PublishSnapshot.$Shape): dinofleet.v1.PublishSnapshot & dinofleet.v1.PublishSnapshot.$Shape;
             *   (properties?: dinofleet.v1.PublishSnapshot.$Properties): dinofleet.v1.PublishSnapshot;
             * }}
             */
            PublishSnapshot.create = function(properties) {
                return new PublishSnapshot(properties);
            };

            /**
             * Encodes the specified PublishSnapshot message. Does not implicitly {@link dinofleet.v1.PublishSnapshot.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.PublishSnapshot
             * @static
             * @param {dinofleet.v1.PublishSnapshot.$Properties} message PublishSnapshot message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            PublishSnapshot.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.generation != null && $Object.hasOwnProperty.call(message, "generation") && message.generation !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.generation);
                if (message.step != null && $Object.hasOwnProperty.call(message, "step") && message.step !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.step);
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt") && message.attempt !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.attempt);
                if (message.ranks != null && message.ranks.length)
                    writer.uint32(/* id 4, wireType 2 =*/34).uint32s(message.ranks);
                if (message.head != null && $Object.hasOwnProperty.call(message, "head") && message.head !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.head);
                if (message.records != null && message.records.length)
                    for (let i = 0; i < message.records.length; ++i)
                        writer.uint32(/* id 6, wireType 2 =*/50).string(message.records[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a PublishSnapshot message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.PublishSnapshot
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.PublishSnapshot & dinofleet.v1.PublishSnapshot.$Shape} PublishSnapshot
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            PublishSnapshot.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.PublishSnapshot();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.generation = value;
                            else
                                delete message.generation;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.step = value;
                            else
                                delete message.step;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.attempt = value;
                            else
                                delete message.attempt;
                            continue;
                        }
                    case 4: {
                            if (wireType === 2) {
                                if (!(message.ranks && message.ranks.length))
                                    message.ranks = [];
                                reader.uint32s(message.ranks);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.ranks && message.ranks.length))
                                message.ranks = [];
                            message.ranks.push(reader.uint32());
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.head = value;
                            else
                                delete message.head;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (!(message.records && message.records.length))
                                message.records = [];
                            message.records.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a PublishSnapshot message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.PublishSnapshot
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.PublishSnapshot} PublishSnapshot
             */
            PublishSnapshot.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.PublishSnapshot)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.PublishSnapshot: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.PublishSnapshot();
                if (object.generation != null)
                    if ($Number(object.generation) !== 0)
                        message.generation = object.generation >>> 0;
                if (object.step != null)
                    if ($Number(object.step) !== 0)
                        message.step = object.step >>> 0;
                if (object.attempt != null)
                    if (typeof object.attempt !== "string" || object.attempt.length)
                        message.attempt = $String(object.attempt);
                if (object.ranks) {
                    if (!$Array.isArray(object.ranks))
                        throw $TypeError(".dinofleet.v1.PublishSnapshot.ranks: array expected");
                    message.ranks = $Array(object.ranks.length);
                    for (let i = 0; i < object.ranks.length; ++i)
                        message.ranks[i] = object.ranks[i] >>> 0;
                }
                if (object.head != null)
                    if (typeof object.head !== "string" || object.head.length)
                        message.head = $String(object.head);
                if (object.records) {
                    if (!$Array.isArray(object.records))
                        throw $TypeError(".dinofleet.v1.PublishSnapshot.records: array expected");
                    message.records = $Array(object.records.length);
                    for (let i = 0; i < object.records.length; ++i)
                        message.records[i] = $String(object.records[i]);
                }
                return message;
            };

            /**
             * Creates a plain object from a PublishSnapshot message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.PublishSnapshot
             * @static
             * @param {dinofleet.v1.PublishSnapshot} message PublishSnapshot
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            PublishSnapshot.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults) {
                    object.ranks = [];
                    object.records = [];
                }
                if (options.defaults) {
                    object.generation = 0;
                    object.step = 0;
                    object.attempt = "";
                    object.head = "";
                }
                if (message.generation != null && $Object.hasOwnProperty.call(message, "generation"))
                    object.generation = message.generation;
                if (message.step != null && $Object.hasOwnProperty.call(message, "step"))
                    object.step = message.step;
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt"))
                    object.attempt = message.attempt;
                if (message.ranks && message.ranks.length) {
                    object.ranks = $Array(message.ranks.length);
                    for (let j = 0; j < message.ranks.length; ++j)
                        object.ranks[j] = message.ranks[j];
                }
                if (message.head != null && $Object.hasOwnProperty.call(message, "head"))
                    object.head = message.head;
                if (message.records && message.records.length) {
                    object.records = $Array(message.records.length);
                    for (let j = 0; j < message.records.length; ++j)
                        object.records[j] = message.records[j];
                }
                return object;
            };

            /**
             * Converts this PublishSnapshot to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.PublishSnapshot
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            PublishSnapshot.prototype.toJSON = function() {
                return PublishSnapshot.toObject(this, $protobuf.util.toJSONOptions);
            };

            return PublishSnapshot;
        })();

        v1.ClearSnapshots = (function() {

            /**
             * Properties of a ClearSnapshots.
             * @typedef {Object} dinofleet.v1.ClearSnapshots.$Properties
             * @property {string|null} [attempt] ClearSnapshots attempt
             * @property {number|null} [failedStep] ClearSnapshots failedStep
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ClearSnapshots.
             * @memberof dinofleet.v1
             * @interface IClearSnapshots
             * @augments dinofleet.v1.ClearSnapshots.$Properties
             * @deprecated Use dinofleet.v1.ClearSnapshots.$Properties instead.
             */

            /**
             * Shape of a ClearSnapshots.
             * @typedef {dinofleet.v1.ClearSnapshots.$Properties} dinofleet.v1.ClearSnapshots.$Shape
             */

            /**
             * Constructs a new ClearSnapshots.
             * @memberof dinofleet.v1
             * @classdesc Represents a ClearSnapshots.
             * @constructor
             * @param {dinofleet.v1.ClearSnapshots.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ClearSnapshots = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ClearSnapshots attempt.
             * @member {string} attempt
             * @memberof dinofleet.v1.ClearSnapshots
             * @instance
             */
            ClearSnapshots.prototype.attempt = "";

            /**
             * ClearSnapshots failedStep.
             * @member {number} failedStep
             * @memberof dinofleet.v1.ClearSnapshots
             * @instance
             */
            ClearSnapshots.prototype.failedStep = 0;

            /**
             * Creates a new ClearSnapshots instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.ClearSnapshots
             * @static
             * @param {dinofleet.v1.ClearSnapshots.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.ClearSnapshots} ClearSnapshots instance
             * @type {{
             *   (properties: dinofleet.v1.ClearSnapshots.$Shape): dinofleet.v1.ClearSnapshots & dinofleet.v1.ClearSnapshots.$Shape;
             *   (properties?: dinofleet.v1.ClearSnapshots.$Properties): dinofleet.v1.ClearSnapshots;
             * }}
             */
            ClearSnapshots.create = function(properties) {
                return new ClearSnapshots(properties);
            };

            /**
             * Encodes the specified ClearSnapshots message. Does not implicitly {@link dinofleet.v1.ClearSnapshots.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.ClearSnapshots
             * @static
             * @param {dinofleet.v1.ClearSnapshots.$Properties} message ClearSnapshots message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ClearSnapshots.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt") && message.attempt !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.attempt);
                if (message.failedStep != null && $Object.hasOwnProperty.call(message, "failedStep") && message.failedStep !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.failedStep);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ClearSnapshots message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.ClearSnapshots
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.ClearSnapshots & dinofleet.v1.ClearSnapshots.$Shape} ClearSnapshots
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ClearSnapshots.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.ClearSnapshots();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.attempt = value;
                            else
                                delete message.attempt;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.failedStep = value;
                            else
                                delete message.failedStep;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a ClearSnapshots message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.ClearSnapshots
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.ClearSnapshots} ClearSnapshots
             */
            ClearSnapshots.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.ClearSnapshots)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.ClearSnapshots: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.ClearSnapshots();
                if (object.attempt != null)
                    if (typeof object.attempt !== "string" || object.attempt.length)
                        message.attempt = $String(object.attempt);
                if (object.failedStep != null)
                    if ($Number(object.failedStep) !== 0)
                        message.failedStep = object.failedStep >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a ClearSnapshots message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.ClearSnapshots
             * @static
             * @param {dinofleet.v1.ClearSnapshots} message ClearSnapshots
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            ClearSnapshots.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.attempt = "";
                    object.failedStep = 0;
                }
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt"))
                    object.attempt = message.attempt;
                if (message.failedStep != null && $Object.hasOwnProperty.call(message, "failedStep"))
                    object.failedStep = message.failedStep;
                return object;
            };

            /**
             * Converts this ClearSnapshots to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.ClearSnapshots
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            ClearSnapshots.prototype.toJSON = function() {
                return ClearSnapshots.toObject(this, $protobuf.util.toJSONOptions);
            };

            return ClearSnapshots;
        })();

        v1.WorkerMessage = (function() {

            /**
             * Properties of a WorkerMessage.
             * @typedef {Object} dinofleet.v1.WorkerMessage.$Properties
             * @property {dinofleet.v1.WorkerHello.$Properties|null} [hello] WorkerMessage hello
             * @property {dinofleet.v1.WorkerHeartbeat.$Properties|null} [heartbeat] WorkerMessage heartbeat
             * @property {dinofleet.v1.WorkerAddress.$Properties|null} [address] WorkerMessage address
             * @property {dinofleet.v1.WorkerRunning.$Properties|null} [running] WorkerMessage running
             * @property {dinofleet.v1.WorkerLog.$Properties|null} [log] WorkerMessage log
             * @property {dinofleet.v1.WorkerDone.$Properties|null} [done] WorkerMessage done
             * @property {dinofleet.v1.WorkerFailed.$Properties|null} [failed] WorkerMessage failed
             * @property {dinofleet.v1.TrainingReport.$Properties|null} [report] WorkerMessage report
             * @property {dinofleet.v1.ShardWritten.$Properties|null} [shardWritten] WorkerMessage shardWritten
             * @property {number|null} [number] WorkerMessage number
             * @property {"hello"|"heartbeat"|"address"|"running"|"log"|"done"|"failed"|"report"|"shardWritten"} [kind] WorkerMessage kind
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a WorkerMessage.
             * @memberof dinofleet.v1
             * @interface IWorkerMessage
             * @augments dinofleet.v1.WorkerMessage.$Properties
             * @deprecated Use dinofleet.v1.WorkerMessage.$Properties instead.
             */

            /**
             * Narrowed shape of a WorkerMessage.
             * @typedef {{
             *   hello?: dinofleet.v1.WorkerHello.$Shape|null;
             *   heartbeat?: dinofleet.v1.WorkerHeartbeat.$Shape|null;
             *   address?: dinofleet.v1.WorkerAddress.$Shape|null;
             *   running?: dinofleet.v1.WorkerRunning.$Shape|null;
             *   log?: dinofleet.v1.WorkerLog.$Shape|null;
             *   done?: dinofleet.v1.WorkerDone.$Shape|null;
             *   failed?: dinofleet.v1.WorkerFailed.$Shape|null;
             *   report?: dinofleet.v1.TrainingReport.$Shape|null;
             *   shardWritten?: dinofleet.v1.ShardWritten.$Shape|null;
             *   number?: number|null;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ kind?: undefined; hello?: null; heartbeat?: null; address?: null; running?: null; log?: null; done?: null; failed?: null; report?: null; shardWritten?: null }|{ kind?: "hello"; hello: dinofleet.v1.WorkerHello.$Shape; heartbeat?: null; address?: null; running?: null; log?: null; done?: null; failed?: null; report?: null; shardWritten?: null }|{ kind?: "heartbeat"; hello?: null; heartbeat: dinofleet.v1.WorkerHeartbeat.$Shape; address?: null; running?: null; log?: null; done?: null; failed?: null; report?: null; shardWritten?: null }|{ kind?: "address"; hello?: null; heartbeat?: null; address: dinofleet.v1.WorkerAddress.$Shape; running?: null; log?: null; done?: null; failed?: null; report?: null; shardWritten?: null }|{ kind?: "running"; hello?: null; heartbeat?: null; address?: null; running: dinofleet.v1.WorkerRunning.$Shape; log?: null; done?: null; failed?: null; report?: null; shardWritten?: null }|{ kind?: "log"; hello?: null; heartbeat?: null; address?: null; running?: null; log: dinofleet.v1.WorkerLog.$Shape; done?: null; failed?: null; report?: null; shardWritten?: null }|{ kind?: "done"; hello?: null; heartbeat?: null; address?: null; running?: null; log?: null; done: dinofleet.v1.WorkerDone.$Shape; failed?: null; report?: null; shardWritten?: null }|{ kind?: "failed"; hello?: null; heartbeat?: null; address?: null; running?: null; log?: null; done?: null; failed: dinofleet.v1.WorkerFailed.$Shape; report?: null; shardWritten?: null }|{ kind?: "report"; hello?: null; heartbeat?: null; address?: null; running?: null; log?: null; done?: null; failed?: null; report: dinofleet.v1.TrainingReport.$Shape; shardWritten?: null }|{ kind?: "shardWritten"; hello?: null; heartbeat?: null; address?: null; running?: null; log?: null; done?: null; failed?: null; report?: null; shardWritten: dinofleet.v1.ShardWritten.$Shape })
             * )} dinofleet.v1.WorkerMessage.$Shape
             */

            /**
             * Constructs a new WorkerMessage.
             * @memberof dinofleet.v1
             * @classdesc Represents a WorkerMessage.
             * @constructor
             * @param {dinofleet.v1.WorkerMessage.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const WorkerMessage = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * WorkerMessage hello.
             * @member {dinofleet.v1.WorkerHello.$Properties|null|undefined} hello
             * @memberof dinofleet.v1.WorkerMessage
             * @instance
             */
            WorkerMessage.prototype.hello = null;

            /**
             * WorkerMessage heartbeat.
             * @member {dinofleet.v1.WorkerHeartbeat.$Properties|null|undefined} heartbeat
             * @memberof dinofleet.v1.WorkerMessage
             * @instance
             */
            WorkerMessage.prototype.heartbeat = null;

            /**
             * WorkerMessage address.
             * @member {dinofleet.v1.WorkerAddress.$Properties|null|undefined} address
             * @memberof dinofleet.v1.WorkerMessage
             * @instance
             */
            WorkerMessage.prototype.address = null;

            /**
             * WorkerMessage running.
             * @member {dinofleet.v1.WorkerRunning.$Properties|null|undefined} running
             * @memberof dinofleet.v1.WorkerMessage
             * @instance
             */
            WorkerMessage.prototype.running = null;

            /**
             * WorkerMessage log.
             * @member {dinofleet.v1.WorkerLog.$Properties|null|undefined} log
             * @memberof dinofleet.v1.WorkerMessage
             * @instance
             */
            WorkerMessage.prototype.log = null;

            /**
             * WorkerMessage done.
             * @member {dinofleet.v1.WorkerDone.$Properties|null|undefined} done
             * @memberof dinofleet.v1.WorkerMessage
             * @instance
             */
            WorkerMessage.prototype.done = null;

            /**
             * WorkerMessage failed.
             * @member {dinofleet.v1.WorkerFailed.$Properties|null|undefined} failed
             * @memberof dinofleet.v1.WorkerMessage
             * @instance
             */
            WorkerMessage.prototype.failed = null;

            /**
             * WorkerMessage report.
             * @member {dinofleet.v1.TrainingReport.$Properties|null|undefined} report
             * @memberof dinofleet.v1.WorkerMessage
             * @instance
             */
            WorkerMessage.prototype.report = null;

            /**
             * WorkerMessage shardWritten.
             * @member {dinofleet.v1.ShardWritten.$Properties|null|undefined} shardWritten
             * @memberof dinofleet.v1.WorkerMessage
             * @instance
             */
            WorkerMessage.prototype.shardWritten = null;

            /**
             * WorkerMessage number.
             * @member {number} number
             * @memberof dinofleet.v1.WorkerMessage
             * @instance
             */
            WorkerMessage.prototype.number = 0;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            /**
             * WorkerMessage kind.
             * @member {"hello"|"heartbeat"|"address"|"running"|"log"|"done"|"failed"|"report"|"shardWritten"|undefined} kind
             * @memberof dinofleet.v1.WorkerMessage
             * @instance
             */
            $Object.defineProperty(WorkerMessage.prototype, "kind", {
                get: $util.oneOfGetter($oneOfFields = ["hello", "heartbeat", "address", "running", "log", "done", "failed", "report", "shardWritten"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Creates a new WorkerMessage instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.WorkerMessage
             * @static
             * @param {dinofleet.v1.WorkerMessage.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.WorkerMessage} WorkerMessage instance
             * @type {{
             *   (properties: dinofleet.v1.WorkerMessage.$Shape): dinofleet.v1.WorkerMessage & dinofleet.v1.WorkerMessage.$Shape;
             *   (properties?: dinofleet.v1.WorkerMessage.$Properties): dinofleet.v1.WorkerMessage;
             * }}
             */
            WorkerMessage.create = function(properties) {
                return new WorkerMessage(properties);
            };

            /**
             * Encodes the specified WorkerMessage message. Does not implicitly {@link dinofleet.v1.WorkerMessage.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.WorkerMessage
             * @static
             * @param {dinofleet.v1.WorkerMessage.$Properties} message WorkerMessage message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            WorkerMessage.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.hello != null && $Object.hasOwnProperty.call(message, "hello"))
                    $root.dinofleet.v1.WorkerHello.encode(message.hello, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.heartbeat != null && $Object.hasOwnProperty.call(message, "heartbeat"))
                    $root.dinofleet.v1.WorkerHeartbeat.encode(message.heartbeat, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.address != null && $Object.hasOwnProperty.call(message, "address"))
                    $root.dinofleet.v1.WorkerAddress.encode(message.address, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.running != null && $Object.hasOwnProperty.call(message, "running"))
                    $root.dinofleet.v1.WorkerRunning.encode(message.running, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.log != null && $Object.hasOwnProperty.call(message, "log"))
                    $root.dinofleet.v1.WorkerLog.encode(message.log, writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
                if (message.done != null && $Object.hasOwnProperty.call(message, "done"))
                    $root.dinofleet.v1.WorkerDone.encode(message.done, writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
                if (message.failed != null && $Object.hasOwnProperty.call(message, "failed"))
                    $root.dinofleet.v1.WorkerFailed.encode(message.failed, writer.uint32(/* id 9, wireType 2 =*/74).fork(), _depth + 1).ldelim();
                if (message.report != null && $Object.hasOwnProperty.call(message, "report"))
                    $root.dinofleet.v1.TrainingReport.encode(message.report, writer.uint32(/* id 10, wireType 2 =*/82).fork(), _depth + 1).ldelim();
                if (message.shardWritten != null && $Object.hasOwnProperty.call(message, "shardWritten"))
                    $root.dinofleet.v1.ShardWritten.encode(message.shardWritten, writer.uint32(/* id 11, wireType 2 =*/90).fork(), _depth + 1).ldelim();
                if (message.number != null && $Object.hasOwnProperty.call(message, "number") && message.number !== 0)
                    writer.uint32(/* id 15, wireType 0 =*/120).uint32(message.number);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a WorkerMessage message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.WorkerMessage
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.WorkerMessage & dinofleet.v1.WorkerMessage.$Shape} WorkerMessage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            WorkerMessage.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.WorkerMessage();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.hello = $root.dinofleet.v1.WorkerHello.decode(reader, reader.size(), $undefined, _depth + 1, message.hello);
                            message.kind = "hello";
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.heartbeat = $root.dinofleet.v1.WorkerHeartbeat.decode(reader, reader.size(), $undefined, _depth + 1, message.heartbeat);
                            message.kind = "heartbeat";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.address = $root.dinofleet.v1.WorkerAddress.decode(reader, reader.size(), $undefined, _depth + 1, message.address);
                            message.kind = "address";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.running = $root.dinofleet.v1.WorkerRunning.decode(reader, reader.size(), $undefined, _depth + 1, message.running);
                            message.kind = "running";
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            message.log = $root.dinofleet.v1.WorkerLog.decode(reader, reader.size(), $undefined, _depth + 1, message.log);
                            message.kind = "log";
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.done = $root.dinofleet.v1.WorkerDone.decode(reader, reader.size(), $undefined, _depth + 1, message.done);
                            message.kind = "done";
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            message.failed = $root.dinofleet.v1.WorkerFailed.decode(reader, reader.size(), $undefined, _depth + 1, message.failed);
                            message.kind = "failed";
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            message.report = $root.dinofleet.v1.TrainingReport.decode(reader, reader.size(), $undefined, _depth + 1, message.report);
                            message.kind = "report";
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            message.shardWritten = $root.dinofleet.v1.ShardWritten.decode(reader, reader.size(), $undefined, _depth + 1, message.shardWritten);
                            message.kind = "shardWritten";
                            continue;
                        }
                    case 15: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.number = value;
                            else
                                delete message.number;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a WorkerMessage message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.WorkerMessage
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.WorkerMessage} WorkerMessage
             */
            WorkerMessage.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.WorkerMessage)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.WorkerMessage: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.WorkerMessage();
                if (object.hello != null) {
                    if (!$util.isObject(object.hello))
                        throw $TypeError(".dinofleet.v1.WorkerMessage.hello: object expected");
                    message.hello = $root.dinofleet.v1.WorkerHello.fromObject(object.hello, _depth + 1);
                }
                if (object.heartbeat != null) {
                    if (!$util.isObject(object.heartbeat))
                        throw $TypeError(".dinofleet.v1.WorkerMessage.heartbeat: object expected");
                    message.heartbeat = $root.dinofleet.v1.WorkerHeartbeat.fromObject(object.heartbeat, _depth + 1);
                }
                if (object.address != null) {
                    if (!$util.isObject(object.address))
                        throw $TypeError(".dinofleet.v1.WorkerMessage.address: object expected");
                    message.address = $root.dinofleet.v1.WorkerAddress.fromObject(object.address, _depth + 1);
                }
                if (object.running != null) {
                    if (!$util.isObject(object.running))
                        throw $TypeError(".dinofleet.v1.WorkerMessage.running: object expected");
                    message.running = $root.dinofleet.v1.WorkerRunning.fromObject(object.running, _depth + 1);
                }
                if (object.log != null) {
                    if (!$util.isObject(object.log))
                        throw $TypeError(".dinofleet.v1.WorkerMessage.log: object expected");
                    message.log = $root.dinofleet.v1.WorkerLog.fromObject(object.log, _depth + 1);
                }
                if (object.done != null) {
                    if (!$util.isObject(object.done))
                        throw $TypeError(".dinofleet.v1.WorkerMessage.done: object expected");
                    message.done = $root.dinofleet.v1.WorkerDone.fromObject(object.done, _depth + 1);
                }
                if (object.failed != null) {
                    if (!$util.isObject(object.failed))
                        throw $TypeError(".dinofleet.v1.WorkerMessage.failed: object expected");
                    message.failed = $root.dinofleet.v1.WorkerFailed.fromObject(object.failed, _depth + 1);
                }
                if (object.report != null) {
                    if (!$util.isObject(object.report))
                        throw $TypeError(".dinofleet.v1.WorkerMessage.report: object expected");
                    message.report = $root.dinofleet.v1.TrainingReport.fromObject(object.report, _depth + 1);
                }
                if (object.shardWritten != null) {
                    if (!$util.isObject(object.shardWritten))
                        throw $TypeError(".dinofleet.v1.WorkerMessage.shardWritten: object expected");
                    message.shardWritten = $root.dinofleet.v1.ShardWritten.fromObject(object.shardWritten, _depth + 1);
                }
                if (object.number != null)
                    if ($Number(object.number) !== 0)
                        message.number = object.number >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a WorkerMessage message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.WorkerMessage
             * @static
             * @param {dinofleet.v1.WorkerMessage} message WorkerMessage
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            WorkerMessage.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.number = 0;
                if (message.hello != null && $Object.hasOwnProperty.call(message, "hello")) {
                    object.hello = $root.dinofleet.v1.WorkerHello.toObject(message.hello, options, _depth + 1);
                    if (options.oneofs)
                        object.kind = "hello";
                }
                if (message.heartbeat != null && $Object.hasOwnProperty.call(message, "heartbeat")) {
                    object.heartbeat = $root.dinofleet.v1.WorkerHeartbeat.toObject(message.heartbeat, options, _depth + 1);
                    if (options.oneofs)
                        object.kind = "heartbeat";
                }
                if (message.address != null && $Object.hasOwnProperty.call(message, "address")) {
                    object.address = $root.dinofleet.v1.WorkerAddress.toObject(message.address, options, _depth + 1);
                    if (options.oneofs)
                        object.kind = "address";
                }
                if (message.running != null && $Object.hasOwnProperty.call(message, "running")) {
                    object.running = $root.dinofleet.v1.WorkerRunning.toObject(message.running, options, _depth + 1);
                    if (options.oneofs)
                        object.kind = "running";
                }
                if (message.log != null && $Object.hasOwnProperty.call(message, "log")) {
                    object.log = $root.dinofleet.v1.WorkerLog.toObject(message.log, options, _depth + 1);
                    if (options.oneofs)
                        object.kind = "log";
                }
                if (message.done != null && $Object.hasOwnProperty.call(message, "done")) {
                    object.done = $root.dinofleet.v1.WorkerDone.toObject(message.done, options, _depth + 1);
                    if (options.oneofs)
                        object.kind = "done";
                }
                if (message.failed != null && $Object.hasOwnProperty.call(message, "failed")) {
                    object.failed = $root.dinofleet.v1.WorkerFailed.toObject(message.failed, options, _depth + 1);
                    if (options.oneofs)
                        object.kind = "failed";
                }
                if (message.report != null && $Object.hasOwnProperty.call(message, "report")) {
                    object.report = $root.dinofleet.v1.TrainingReport.toObject(message.report, options, _depth + 1);
                    if (options.oneofs)
                        object.kind = "report";
                }
                if (message.shardWritten != null && $Object.hasOwnProperty.call(message, "shardWritten")) {
                    object.shardWritten = $root.dinofleet.v1.ShardWritten.toObject(message.shardWritten, options, _depth + 1);
                    if (options.oneofs)
                        object.kind = "shardWritten";
                }
                if (message.number != null && $Object.hasOwnProperty.call(message, "number"))
                    object.number = message.number;
                return object;
            };

            /**
             * Converts this WorkerMessage to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.WorkerMessage
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            WorkerMessage.prototype.toJSON = function() {
                return WorkerMessage.toObject(this, $protobuf.util.toJSONOptions);
            };

            return WorkerMessage;
        })();

        v1.WorkerHello = (function() {

            /**
             * Properties of a WorkerHello.
             * @typedef {Object} dinofleet.v1.WorkerHello.$Properties
             * @property {string|null} [jobId] WorkerHello jobId
             * @property {string|null} [workerId] WorkerHello workerId
             * @property {boolean|null} [returns] WorkerHello returns
             * @property {number|null} [trainsIn] WorkerHello trainsIn
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a WorkerHello.
             * @memberof dinofleet.v1
             * @interface IWorkerHello
             * @augments dinofleet.v1.WorkerHello.$Properties
             * @deprecated Use dinofleet.v1.WorkerHello.$Properties instead.
             */

            /**
             * Shape of a WorkerHello.
             * @typedef {dinofleet.v1.WorkerHello.$Properties} dinofleet.v1.WorkerHello.$Shape
             */

            /**
             * Constructs a new WorkerHello.
             * @memberof dinofleet.v1
             * @classdesc Represents a WorkerHello.
             * @constructor
             * @param {dinofleet.v1.WorkerHello.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const WorkerHello = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * WorkerHello jobId.
             * @member {string} jobId
             * @memberof dinofleet.v1.WorkerHello
             * @instance
             */
            WorkerHello.prototype.jobId = "";

            /**
             * WorkerHello workerId.
             * @member {string} workerId
             * @memberof dinofleet.v1.WorkerHello
             * @instance
             */
            WorkerHello.prototype.workerId = "";

            /**
             * WorkerHello returns.
             * @member {boolean} returns
             * @memberof dinofleet.v1.WorkerHello
             * @instance
             */
            WorkerHello.prototype.returns = false;

            /**
             * WorkerHello trainsIn.
             * @member {number} trainsIn
             * @memberof dinofleet.v1.WorkerHello
             * @instance
             */
            WorkerHello.prototype.trainsIn = 0;

            /**
             * Creates a new WorkerHello instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.WorkerHello
             * @static
             * @param {dinofleet.v1.WorkerHello.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.WorkerHello} WorkerHello instance
             * @type {{
             *   (properties: dinofleet.v1.WorkerHello.$Shape): dinofleet.v1.WorkerHello & dinofleet.v1.WorkerHello.$Shape;
             *   (properties?: dinofleet.v1.WorkerHello.$Properties): dinofleet.v1.WorkerHello;
             * }}
             */
            WorkerHello.create = function(properties) {
                return new WorkerHello(properties);
            };

            /**
             * Encodes the specified WorkerHello message. Does not implicitly {@link dinofleet.v1.WorkerHello.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.WorkerHello
             * @static
             * @param {dinofleet.v1.WorkerHello.$Properties} message WorkerHello message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            WorkerHello.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.jobId != null && $Object.hasOwnProperty.call(message, "jobId") && message.jobId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.jobId);
                if (message.workerId != null && $Object.hasOwnProperty.call(message, "workerId") && message.workerId !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.workerId);
                if (message.returns != null && $Object.hasOwnProperty.call(message, "returns") && message.returns !== false)
                    writer.uint32(/* id 5, wireType 0 =*/40).bool(message.returns);
                if (message.trainsIn != null && $Object.hasOwnProperty.call(message, "trainsIn") && message.trainsIn !== 0)
                    writer.uint32(/* id 6, wireType 0 =*/48).uint32(message.trainsIn);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a WorkerHello message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.WorkerHello
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.WorkerHello & dinofleet.v1.WorkerHello.$Shape} WorkerHello
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            WorkerHello.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.WorkerHello();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.jobId = value;
                            else
                                delete message.jobId;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.workerId = value;
                            else
                                delete message.workerId;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.returns = value;
                            else
                                delete message.returns;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.trainsIn = value;
                            else
                                delete message.trainsIn;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a WorkerHello message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.WorkerHello
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.WorkerHello} WorkerHello
             */
            WorkerHello.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.WorkerHello)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.WorkerHello: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.WorkerHello();
                if (object.jobId != null)
                    if (typeof object.jobId !== "string" || object.jobId.length)
                        message.jobId = $String(object.jobId);
                if (object.workerId != null)
                    if (typeof object.workerId !== "string" || object.workerId.length)
                        message.workerId = $String(object.workerId);
                if (object.returns != null)
                    if (object.returns)
                        message.returns = $Boolean(object.returns);
                if (object.trainsIn != null)
                    if ($Number(object.trainsIn) !== 0)
                        message.trainsIn = object.trainsIn >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a WorkerHello message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.WorkerHello
             * @static
             * @param {dinofleet.v1.WorkerHello} message WorkerHello
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            WorkerHello.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.jobId = "";
                    object.workerId = "";
                    object.returns = false;
                    object.trainsIn = 0;
                }
                if (message.jobId != null && $Object.hasOwnProperty.call(message, "jobId"))
                    object.jobId = message.jobId;
                if (message.workerId != null && $Object.hasOwnProperty.call(message, "workerId"))
                    object.workerId = message.workerId;
                if (message.returns != null && $Object.hasOwnProperty.call(message, "returns"))
                    object.returns = message.returns;
                if (message.trainsIn != null && $Object.hasOwnProperty.call(message, "trainsIn"))
                    object.trainsIn = message.trainsIn;
                return object;
            };

            /**
             * Converts this WorkerHello to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.WorkerHello
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            WorkerHello.prototype.toJSON = function() {
                return WorkerHello.toObject(this, $protobuf.util.toJSONOptions);
            };

            return WorkerHello;
        })();

        v1.WorkerHeartbeat = (function() {

            /**
             * Properties of a WorkerHeartbeat.
             * @typedef {Object} dinofleet.v1.WorkerHeartbeat.$Properties
             * @property {number|null} [progress] WorkerHeartbeat progress
             * @property {string|null} [phase] WorkerHeartbeat phase
             * @property {string|null} [what] WorkerHeartbeat what
             * @property {number|null} [step] WorkerHeartbeat step
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a WorkerHeartbeat.
             * @memberof dinofleet.v1
             * @interface IWorkerHeartbeat
             * @augments dinofleet.v1.WorkerHeartbeat.$Properties
             * @deprecated Use dinofleet.v1.WorkerHeartbeat.$Properties instead.
             */

            /**
             * Shape of a WorkerHeartbeat.
             * @typedef {dinofleet.v1.WorkerHeartbeat.$Properties} dinofleet.v1.WorkerHeartbeat.$Shape
             */

            /**
             * Constructs a new WorkerHeartbeat.
             * @memberof dinofleet.v1
             * @classdesc Represents a WorkerHeartbeat.
             * @constructor
             * @param {dinofleet.v1.WorkerHeartbeat.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const WorkerHeartbeat = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * WorkerHeartbeat progress.
             * @member {number} progress
             * @memberof dinofleet.v1.WorkerHeartbeat
             * @instance
             */
            WorkerHeartbeat.prototype.progress = 0;

            /**
             * WorkerHeartbeat phase.
             * @member {string} phase
             * @memberof dinofleet.v1.WorkerHeartbeat
             * @instance
             */
            WorkerHeartbeat.prototype.phase = "";

            /**
             * WorkerHeartbeat what.
             * @member {string} what
             * @memberof dinofleet.v1.WorkerHeartbeat
             * @instance
             */
            WorkerHeartbeat.prototype.what = "";

            /**
             * WorkerHeartbeat step.
             * @member {number} step
             * @memberof dinofleet.v1.WorkerHeartbeat
             * @instance
             */
            WorkerHeartbeat.prototype.step = 0;

            /**
             * Creates a new WorkerHeartbeat instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.WorkerHeartbeat
             * @static
             * @param {dinofleet.v1.WorkerHeartbeat.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.WorkerHeartbeat} WorkerHeartbeat instance
             * @type {{
             *   (properties: dinofleet.v1.WorkerHeartbeat.$Shape): dinofleet.v1.WorkerHeartbeat & dinofleet.v1.WorkerHeartbeat.$Shape;
             *   (properties?: dinofleet.v1.WorkerHeartbeat.$Properties): dinofleet.v1.WorkerHeartbeat;
             * }}
             */
            WorkerHeartbeat.create = function(properties) {
                return new WorkerHeartbeat(properties);
            };

            /**
             * Encodes the specified WorkerHeartbeat message. Does not implicitly {@link dinofleet.v1.WorkerHeartbeat.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.WorkerHeartbeat
             * @static
             * @param {dinofleet.v1.WorkerHeartbeat.$Properties} message WorkerHeartbeat message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            WorkerHeartbeat.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.progress != null && $Object.hasOwnProperty.call(message, "progress") && message.progress !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).int32(message.progress);
                if (message.phase != null && $Object.hasOwnProperty.call(message, "phase") && message.phase !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.phase);
                if (message.what != null && $Object.hasOwnProperty.call(message, "what") && message.what !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.what);
                if (message.step != null && $Object.hasOwnProperty.call(message, "step") && message.step !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.step);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a WorkerHeartbeat message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.WorkerHeartbeat
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.WorkerHeartbeat & dinofleet.v1.WorkerHeartbeat.$Shape} WorkerHeartbeat
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            WorkerHeartbeat.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.WorkerHeartbeat();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.progress = value;
                            else
                                delete message.progress;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.phase = value;
                            else
                                delete message.phase;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.what = value;
                            else
                                delete message.what;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.step = value;
                            else
                                delete message.step;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a WorkerHeartbeat message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.WorkerHeartbeat
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.WorkerHeartbeat} WorkerHeartbeat
             */
            WorkerHeartbeat.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.WorkerHeartbeat)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.WorkerHeartbeat: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.WorkerHeartbeat();
                if (object.progress != null)
                    if ($Number(object.progress) !== 0)
                        message.progress = object.progress | 0;
                if (object.phase != null)
                    if (typeof object.phase !== "string" || object.phase.length)
                        message.phase = $String(object.phase);
                if (object.what != null)
                    if (typeof object.what !== "string" || object.what.length)
                        message.what = $String(object.what);
                if (object.step != null)
                    if ($Number(object.step) !== 0)
                        message.step = object.step >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a WorkerHeartbeat message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.WorkerHeartbeat
             * @static
             * @param {dinofleet.v1.WorkerHeartbeat} message WorkerHeartbeat
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            WorkerHeartbeat.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.progress = 0;
                    object.phase = "";
                    object.what = "";
                    object.step = 0;
                }
                if (message.progress != null && $Object.hasOwnProperty.call(message, "progress"))
                    object.progress = message.progress;
                if (message.phase != null && $Object.hasOwnProperty.call(message, "phase"))
                    object.phase = message.phase;
                if (message.what != null && $Object.hasOwnProperty.call(message, "what"))
                    object.what = message.what;
                if (message.step != null && $Object.hasOwnProperty.call(message, "step"))
                    object.step = message.step;
                return object;
            };

            /**
             * Converts this WorkerHeartbeat to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.WorkerHeartbeat
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            WorkerHeartbeat.prototype.toJSON = function() {
                return WorkerHeartbeat.toObject(this, $protobuf.util.toJSONOptions);
            };

            return WorkerHeartbeat;
        })();

        v1.WorkerAddress = (function() {

            /**
             * Properties of a WorkerAddress.
             * @typedef {Object} dinofleet.v1.WorkerAddress.$Properties
             * @property {Uint8Array|null} [address] WorkerAddress address
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a WorkerAddress.
             * @memberof dinofleet.v1
             * @interface IWorkerAddress
             * @augments dinofleet.v1.WorkerAddress.$Properties
             * @deprecated Use dinofleet.v1.WorkerAddress.$Properties instead.
             */

            /**
             * Shape of a WorkerAddress.
             * @typedef {dinofleet.v1.WorkerAddress.$Properties} dinofleet.v1.WorkerAddress.$Shape
             */

            /**
             * Constructs a new WorkerAddress.
             * @memberof dinofleet.v1
             * @classdesc Represents a WorkerAddress.
             * @constructor
             * @param {dinofleet.v1.WorkerAddress.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const WorkerAddress = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * WorkerAddress address.
             * @member {Uint8Array} address
             * @memberof dinofleet.v1.WorkerAddress
             * @instance
             */
            WorkerAddress.prototype.address = $util.newBuffer([]);

            /**
             * Creates a new WorkerAddress instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.WorkerAddress
             * @static
             * @param {dinofleet.v1.WorkerAddress.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.WorkerAddress} WorkerAddress instance
             * @type {{
             *   (properties: dinofleet.v1.WorkerAddress.$Shape): dinofleet.v1.WorkerAddress & dinofleet.v1.WorkerAddress.$Shape;
             *   (properties?: dinofleet.v1.WorkerAddress.$Properties): dinofleet.v1.WorkerAddress;
             * }}
             */
            WorkerAddress.create = function(properties) {
                return new WorkerAddress(properties);
            };

            /**
             * Encodes the specified WorkerAddress message. Does not implicitly {@link dinofleet.v1.WorkerAddress.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.WorkerAddress
             * @static
             * @param {dinofleet.v1.WorkerAddress.$Properties} message WorkerAddress message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            WorkerAddress.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.address != null && $Object.hasOwnProperty.call(message, "address") && message.address.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.address);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a WorkerAddress message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.WorkerAddress
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.WorkerAddress & dinofleet.v1.WorkerAddress.$Shape} WorkerAddress
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            WorkerAddress.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.WorkerAddress();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.address = value;
                            else
                                delete message.address;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a WorkerAddress message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.WorkerAddress
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.WorkerAddress} WorkerAddress
             */
            WorkerAddress.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.WorkerAddress)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.WorkerAddress: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.WorkerAddress();
                if (object.address != null)
                    if (object.address.length)
                        if (typeof object.address === "string")
                            $util.base64.decode(object.address, message.address = $util.newBuffer($util.base64.length(object.address)), 0);
                        else if (object.address.length >= 0)
                            message.address = object.address;
                return message;
            };

            /**
             * Creates a plain object from a WorkerAddress message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.WorkerAddress
             * @static
             * @param {dinofleet.v1.WorkerAddress} message WorkerAddress
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            WorkerAddress.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    if (options.bytes === $String)
                        object.address = "";
                    else {
                        object.address = [];
                        if (options.bytes !== $Array)
                            object.address = $util.newBuffer(object.address);
                    }
                if (message.address != null && $Object.hasOwnProperty.call(message, "address"))
                    object.address = options.bytes === $String ? $util.base64.encode(message.address, 0, message.address.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.address) : message.address;
                return object;
            };

            /**
             * Converts this WorkerAddress to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.WorkerAddress
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            WorkerAddress.prototype.toJSON = function() {
                return WorkerAddress.toObject(this, $protobuf.util.toJSONOptions);
            };

            return WorkerAddress;
        })();

        v1.WorkerRunning = (function() {

            /**
             * Properties of a WorkerRunning.
             * @typedef {Object} dinofleet.v1.WorkerRunning.$Properties
             * @property {number|null} [startStep] WorkerRunning startStep
             * @property {number|null} [totalSteps] WorkerRunning totalSteps
             * @property {string|null} [summary] WorkerRunning summary
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a WorkerRunning.
             * @memberof dinofleet.v1
             * @interface IWorkerRunning
             * @augments dinofleet.v1.WorkerRunning.$Properties
             * @deprecated Use dinofleet.v1.WorkerRunning.$Properties instead.
             */

            /**
             * Shape of a WorkerRunning.
             * @typedef {dinofleet.v1.WorkerRunning.$Properties} dinofleet.v1.WorkerRunning.$Shape
             */

            /**
             * Constructs a new WorkerRunning.
             * @memberof dinofleet.v1
             * @classdesc Represents a WorkerRunning.
             * @constructor
             * @param {dinofleet.v1.WorkerRunning.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const WorkerRunning = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * WorkerRunning startStep.
             * @member {number} startStep
             * @memberof dinofleet.v1.WorkerRunning
             * @instance
             */
            WorkerRunning.prototype.startStep = 0;

            /**
             * WorkerRunning totalSteps.
             * @member {number} totalSteps
             * @memberof dinofleet.v1.WorkerRunning
             * @instance
             */
            WorkerRunning.prototype.totalSteps = 0;

            /**
             * WorkerRunning summary.
             * @member {string} summary
             * @memberof dinofleet.v1.WorkerRunning
             * @instance
             */
            WorkerRunning.prototype.summary = "";

            /**
             * Creates a new WorkerRunning instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.WorkerRunning
             * @static
             * @param {dinofleet.v1.WorkerRunning.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.WorkerRunning} WorkerRunning instance
             * @type {{
             *   (properties: dinofleet.v1.WorkerRunning.$Shape): dinofleet.v1.WorkerRunning & dinofleet.v1.WorkerRunning.$Shape;
             *   (properties?: dinofleet.v1.WorkerRunning.$Properties): dinofleet.v1.WorkerRunning;
             * }}
             */
            WorkerRunning.create = function(properties) {
                return new WorkerRunning(properties);
            };

            /**
             * Encodes the specified WorkerRunning message. Does not implicitly {@link dinofleet.v1.WorkerRunning.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.WorkerRunning
             * @static
             * @param {dinofleet.v1.WorkerRunning.$Properties} message WorkerRunning message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            WorkerRunning.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.startStep != null && $Object.hasOwnProperty.call(message, "startStep") && message.startStep !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.startStep);
                if (message.totalSteps != null && $Object.hasOwnProperty.call(message, "totalSteps") && message.totalSteps !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.totalSteps);
                if (message.summary != null && $Object.hasOwnProperty.call(message, "summary") && message.summary !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.summary);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a WorkerRunning message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.WorkerRunning
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.WorkerRunning & dinofleet.v1.WorkerRunning.$Shape} WorkerRunning
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            WorkerRunning.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.WorkerRunning();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.startStep = value;
                            else
                                delete message.startStep;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.totalSteps = value;
                            else
                                delete message.totalSteps;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.summary = value;
                            else
                                delete message.summary;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a WorkerRunning message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.WorkerRunning
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.WorkerRunning} WorkerRunning
             */
            WorkerRunning.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.WorkerRunning)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.WorkerRunning: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.WorkerRunning();
                if (object.startStep != null)
                    if ($Number(object.startStep) !== 0)
                        message.startStep = object.startStep >>> 0;
                if (object.totalSteps != null)
                    if ($Number(object.totalSteps) !== 0)
                        message.totalSteps = object.totalSteps >>> 0;
                if (object.summary != null)
                    if (typeof object.summary !== "string" || object.summary.length)
                        message.summary = $String(object.summary);
                return message;
            };

            /**
             * Creates a plain object from a WorkerRunning message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.WorkerRunning
             * @static
             * @param {dinofleet.v1.WorkerRunning} message WorkerRunning
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            WorkerRunning.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.startStep = 0;
                    object.totalSteps = 0;
                    object.summary = "";
                }
                if (message.startStep != null && $Object.hasOwnProperty.call(message, "startStep"))
                    object.startStep = message.startStep;
                if (message.totalSteps != null && $Object.hasOwnProperty.call(message, "totalSteps"))
                    object.totalSteps = message.totalSteps;
                if (message.summary != null && $Object.hasOwnProperty.call(message, "summary"))
                    object.summary = message.summary;
                return object;
            };

            /**
             * Converts this WorkerRunning to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.WorkerRunning
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            WorkerRunning.prototype.toJSON = function() {
                return WorkerRunning.toObject(this, $protobuf.util.toJSONOptions);
            };

            return WorkerRunning;
        })();

        v1.TrainingReport = (function() {

            /**
             * Properties of a TrainingReport.
             * @typedef {Object} dinofleet.v1.TrainingReport.$Properties
             * @property {Array.<dinofleet.v1.StepReport.$Properties>|null} [steps] TrainingReport steps
             * @property {number|null} [totalSteps] TrainingReport totalSteps
             * @property {dinofleet.v1.PhaseSeconds.$Properties|null} [phaseSeconds] TrainingReport phaseSeconds
             * @property {number|null} [bytesSent] TrainingReport bytesSent
             * @property {number|null} [bytesReceived] TrainingReport bytesReceived
             * @property {number|null} [imagesReplaced] TrainingReport imagesReplaced
             * @property {number|null} [peakMemoryBytes] TrainingReport peakMemoryBytes
             * @property {number|null} [imagesDamaged] TrainingReport imagesDamaged
             * @property {number|null} [reservedMemoryBytes] TrainingReport reservedMemoryBytes
             * @property {number|null} [deviceMemoryBytes] TrainingReport deviceMemoryBytes
             * @property {number|null} [modelFlops] TrainingReport modelFlops
             * @property {number|null} [peakFlops] TrainingReport peakFlops
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a TrainingReport.
             * @memberof dinofleet.v1
             * @interface ITrainingReport
             * @augments dinofleet.v1.TrainingReport.$Properties
             * @deprecated Use dinofleet.v1.TrainingReport.$Properties instead.
             */

            /**
             * Shape of a TrainingReport.
             * @typedef {dinofleet.v1.TrainingReport.$Properties} dinofleet.v1.TrainingReport.$Shape
             */

            /**
             * Constructs a new TrainingReport.
             * @memberof dinofleet.v1
             * @classdesc Represents a TrainingReport.
             * @constructor
             * @param {dinofleet.v1.TrainingReport.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const TrainingReport = function (properties) {
                this.steps = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * TrainingReport steps.
             * @member {Array.<dinofleet.v1.StepReport.$Properties>} steps
             * @memberof dinofleet.v1.TrainingReport
             * @instance
             */
            TrainingReport.prototype.steps = $util.emptyArray;

            /**
             * TrainingReport totalSteps.
             * @member {number} totalSteps
             * @memberof dinofleet.v1.TrainingReport
             * @instance
             */
            TrainingReport.prototype.totalSteps = 0;

            /**
             * TrainingReport phaseSeconds.
             * @member {dinofleet.v1.PhaseSeconds.$Properties|null|undefined} phaseSeconds
             * @memberof dinofleet.v1.TrainingReport
             * @instance
             */
            TrainingReport.prototype.phaseSeconds = null;

            /**
             * TrainingReport bytesSent.
             * @member {number} bytesSent
             * @memberof dinofleet.v1.TrainingReport
             * @instance
             */
            TrainingReport.prototype.bytesSent = 0;

            /**
             * TrainingReport bytesReceived.
             * @member {number} bytesReceived
             * @memberof dinofleet.v1.TrainingReport
             * @instance
             */
            TrainingReport.prototype.bytesReceived = 0;

            /**
             * TrainingReport imagesReplaced.
             * @member {number} imagesReplaced
             * @memberof dinofleet.v1.TrainingReport
             * @instance
             */
            TrainingReport.prototype.imagesReplaced = 0;

            /**
             * TrainingReport peakMemoryBytes.
             * @member {number} peakMemoryBytes
             * @memberof dinofleet.v1.TrainingReport
             * @instance
             */
            TrainingReport.prototype.peakMemoryBytes = 0;

            /**
             * TrainingReport imagesDamaged.
             * @member {number} imagesDamaged
             * @memberof dinofleet.v1.TrainingReport
             * @instance
             */
            TrainingReport.prototype.imagesDamaged = 0;

            /**
             * TrainingReport reservedMemoryBytes.
             * @member {number} reservedMemoryBytes
             * @memberof dinofleet.v1.TrainingReport
             * @instance
             */
            TrainingReport.prototype.reservedMemoryBytes = 0;

            /**
             * TrainingReport deviceMemoryBytes.
             * @member {number} deviceMemoryBytes
             * @memberof dinofleet.v1.TrainingReport
             * @instance
             */
            TrainingReport.prototype.deviceMemoryBytes = 0;

            /**
             * TrainingReport modelFlops.
             * @member {number} modelFlops
             * @memberof dinofleet.v1.TrainingReport
             * @instance
             */
            TrainingReport.prototype.modelFlops = 0;

            /**
             * TrainingReport peakFlops.
             * @member {number} peakFlops
             * @memberof dinofleet.v1.TrainingReport
             * @instance
             */
            TrainingReport.prototype.peakFlops = 0;

            /**
             * Creates a new TrainingReport instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.TrainingReport
             * @static
             * @param {dinofleet.v1.TrainingReport.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.TrainingReport} TrainingReport instance
             * @type {{
             *   (properties: dinofleet.v1.TrainingReport.$Shape): dinofleet.v1.TrainingReport & dinofleet.v1.TrainingReport.$Shape;
             *   (properties?: dinofleet.v1.TrainingReport.$Properties): dinofleet.v1.TrainingReport;
             * }}
             */
            TrainingReport.create = function(properties) {
                return new TrainingReport(properties);
            };

            /**
             * Encodes the specified TrainingReport message. Does not implicitly {@link dinofleet.v1.TrainingReport.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.TrainingReport
             * @static
             * @param {dinofleet.v1.TrainingReport.$Properties} message TrainingReport message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            TrainingReport.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.steps != null && message.steps.length)
                    for (let i = 0; i < message.steps.length; ++i)
                        $root.dinofleet.v1.StepReport.encode(message.steps[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.totalSteps != null && $Object.hasOwnProperty.call(message, "totalSteps") && message.totalSteps !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.totalSteps);
                if (message.phaseSeconds != null && $Object.hasOwnProperty.call(message, "phaseSeconds"))
                    $root.dinofleet.v1.PhaseSeconds.encode(message.phaseSeconds, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.bytesSent != null && $Object.hasOwnProperty.call(message, "bytesSent") && !$Object.is(message.bytesSent, 0))
                    writer.uint32(/* id 4, wireType 1 =*/33).double(message.bytesSent);
                if (message.bytesReceived != null && $Object.hasOwnProperty.call(message, "bytesReceived") && !$Object.is(message.bytesReceived, 0))
                    writer.uint32(/* id 5, wireType 1 =*/41).double(message.bytesReceived);
                if (message.imagesReplaced != null && $Object.hasOwnProperty.call(message, "imagesReplaced") && message.imagesReplaced !== 0)
                    writer.uint32(/* id 6, wireType 0 =*/48).uint32(message.imagesReplaced);
                if (message.peakMemoryBytes != null && $Object.hasOwnProperty.call(message, "peakMemoryBytes") && !$Object.is(message.peakMemoryBytes, 0))
                    writer.uint32(/* id 7, wireType 1 =*/57).double(message.peakMemoryBytes);
                if (message.imagesDamaged != null && $Object.hasOwnProperty.call(message, "imagesDamaged") && message.imagesDamaged !== 0)
                    writer.uint32(/* id 8, wireType 0 =*/64).uint32(message.imagesDamaged);
                if (message.reservedMemoryBytes != null && $Object.hasOwnProperty.call(message, "reservedMemoryBytes") && !$Object.is(message.reservedMemoryBytes, 0))
                    writer.uint32(/* id 9, wireType 1 =*/73).double(message.reservedMemoryBytes);
                if (message.deviceMemoryBytes != null && $Object.hasOwnProperty.call(message, "deviceMemoryBytes") && !$Object.is(message.deviceMemoryBytes, 0))
                    writer.uint32(/* id 10, wireType 1 =*/81).double(message.deviceMemoryBytes);
                if (message.modelFlops != null && $Object.hasOwnProperty.call(message, "modelFlops") && !$Object.is(message.modelFlops, 0))
                    writer.uint32(/* id 11, wireType 1 =*/89).double(message.modelFlops);
                if (message.peakFlops != null && $Object.hasOwnProperty.call(message, "peakFlops") && !$Object.is(message.peakFlops, 0))
                    writer.uint32(/* id 12, wireType 1 =*/97).double(message.peakFlops);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a TrainingReport message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.TrainingReport
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.TrainingReport & dinofleet.v1.TrainingReport.$Shape} TrainingReport
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            TrainingReport.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.TrainingReport();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.steps && message.steps.length))
                                message.steps = [];
                            message.steps.push($root.dinofleet.v1.StepReport.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.totalSteps = value;
                            else
                                delete message.totalSteps;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.phaseSeconds = $root.dinofleet.v1.PhaseSeconds.decode(reader, reader.size(), $undefined, _depth + 1, message.phaseSeconds);
                            continue;
                        }
                    case 4: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.bytesSent = value;
                            else
                                delete message.bytesSent;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.bytesReceived = value;
                            else
                                delete message.bytesReceived;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.imagesReplaced = value;
                            else
                                delete message.imagesReplaced;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.peakMemoryBytes = value;
                            else
                                delete message.peakMemoryBytes;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.imagesDamaged = value;
                            else
                                delete message.imagesDamaged;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.reservedMemoryBytes = value;
                            else
                                delete message.reservedMemoryBytes;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.deviceMemoryBytes = value;
                            else
                                delete message.deviceMemoryBytes;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.modelFlops = value;
                            else
                                delete message.modelFlops;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.peakFlops = value;
                            else
                                delete message.peakFlops;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a TrainingReport message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.TrainingReport
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.TrainingReport} TrainingReport
             */
            TrainingReport.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.TrainingReport)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.TrainingReport: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.TrainingReport();
                if (object.steps) {
                    if (!$Array.isArray(object.steps))
                        throw $TypeError(".dinofleet.v1.TrainingReport.steps: array expected");
                    message.steps = $Array(object.steps.length);
                    for (let i = 0; i < object.steps.length; ++i) {
                        if (!$util.isObject(object.steps[i]))
                            throw $TypeError(".dinofleet.v1.TrainingReport.steps: object expected");
                        message.steps[i] = $root.dinofleet.v1.StepReport.fromObject(object.steps[i], _depth + 1);
                    }
                }
                if (object.totalSteps != null)
                    if ($Number(object.totalSteps) !== 0)
                        message.totalSteps = object.totalSteps >>> 0;
                if (object.phaseSeconds != null) {
                    if (!$util.isObject(object.phaseSeconds))
                        throw $TypeError(".dinofleet.v1.TrainingReport.phaseSeconds: object expected");
                    message.phaseSeconds = $root.dinofleet.v1.PhaseSeconds.fromObject(object.phaseSeconds, _depth + 1);
                }
                if (object.bytesSent != null)
                    if (!$Object.is($Number(object.bytesSent), 0))
                        message.bytesSent = $Number(object.bytesSent);
                if (object.bytesReceived != null)
                    if (!$Object.is($Number(object.bytesReceived), 0))
                        message.bytesReceived = $Number(object.bytesReceived);
                if (object.imagesReplaced != null)
                    if ($Number(object.imagesReplaced) !== 0)
                        message.imagesReplaced = object.imagesReplaced >>> 0;
                if (object.peakMemoryBytes != null)
                    if (!$Object.is($Number(object.peakMemoryBytes), 0))
                        message.peakMemoryBytes = $Number(object.peakMemoryBytes);
                if (object.imagesDamaged != null)
                    if ($Number(object.imagesDamaged) !== 0)
                        message.imagesDamaged = object.imagesDamaged >>> 0;
                if (object.reservedMemoryBytes != null)
                    if (!$Object.is($Number(object.reservedMemoryBytes), 0))
                        message.reservedMemoryBytes = $Number(object.reservedMemoryBytes);
                if (object.deviceMemoryBytes != null)
                    if (!$Object.is($Number(object.deviceMemoryBytes), 0))
                        message.deviceMemoryBytes = $Number(object.deviceMemoryBytes);
                if (object.modelFlops != null)
                    if (!$Object.is($Number(object.modelFlops), 0))
                        message.modelFlops = $Number(object.modelFlops);
                if (object.peakFlops != null)
                    if (!$Object.is($Number(object.peakFlops), 0))
                        message.peakFlops = $Number(object.peakFlops);
                return message;
            };

            /**
             * Creates a plain object from a TrainingReport message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.TrainingReport
             * @static
             * @param {dinofleet.v1.TrainingReport} message TrainingReport
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            TrainingReport.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.steps = [];
                if (options.defaults) {
                    object.totalSteps = 0;
                    object.phaseSeconds = null;
                    object.bytesSent = 0;
                    object.bytesReceived = 0;
                    object.imagesReplaced = 0;
                    object.peakMemoryBytes = 0;
                    object.imagesDamaged = 0;
                    object.reservedMemoryBytes = 0;
                    object.deviceMemoryBytes = 0;
                    object.modelFlops = 0;
                    object.peakFlops = 0;
                }
                if (message.steps && message.steps.length) {
                    object.steps = $Array(message.steps.length);
                    for (let j = 0; j < message.steps.length; ++j)
                        object.steps[j] = $root.dinofleet.v1.StepReport.toObject(message.steps[j], options, _depth + 1);
                }
                if (message.totalSteps != null && $Object.hasOwnProperty.call(message, "totalSteps"))
                    object.totalSteps = message.totalSteps;
                if (message.phaseSeconds != null && $Object.hasOwnProperty.call(message, "phaseSeconds"))
                    object.phaseSeconds = $root.dinofleet.v1.PhaseSeconds.toObject(message.phaseSeconds, options, _depth + 1);
                if (message.bytesSent != null && $Object.hasOwnProperty.call(message, "bytesSent"))
                    object.bytesSent = options.json && !$isFinite(message.bytesSent) ? $String(message.bytesSent) : message.bytesSent;
                if (message.bytesReceived != null && $Object.hasOwnProperty.call(message, "bytesReceived"))
                    object.bytesReceived = options.json && !$isFinite(message.bytesReceived) ? $String(message.bytesReceived) : message.bytesReceived;
                if (message.imagesReplaced != null && $Object.hasOwnProperty.call(message, "imagesReplaced"))
                    object.imagesReplaced = message.imagesReplaced;
                if (message.peakMemoryBytes != null && $Object.hasOwnProperty.call(message, "peakMemoryBytes"))
                    object.peakMemoryBytes = options.json && !$isFinite(message.peakMemoryBytes) ? $String(message.peakMemoryBytes) : message.peakMemoryBytes;
                if (message.imagesDamaged != null && $Object.hasOwnProperty.call(message, "imagesDamaged"))
                    object.imagesDamaged = message.imagesDamaged;
                if (message.reservedMemoryBytes != null && $Object.hasOwnProperty.call(message, "reservedMemoryBytes"))
                    object.reservedMemoryBytes = options.json && !$isFinite(message.reservedMemoryBytes) ? $String(message.reservedMemoryBytes) : message.reservedMemoryBytes;
                if (message.deviceMemoryBytes != null && $Object.hasOwnProperty.call(message, "deviceMemoryBytes"))
                    object.deviceMemoryBytes = options.json && !$isFinite(message.deviceMemoryBytes) ? $String(message.deviceMemoryBytes) : message.deviceMemoryBytes;
                if (message.modelFlops != null && $Object.hasOwnProperty.call(message, "modelFlops"))
                    object.modelFlops = options.json && !$isFinite(message.modelFlops) ? $String(message.modelFlops) : message.modelFlops;
                if (message.peakFlops != null && $Object.hasOwnProperty.call(message, "peakFlops"))
                    object.peakFlops = options.json && !$isFinite(message.peakFlops) ? $String(message.peakFlops) : message.peakFlops;
                return object;
            };

            /**
             * Converts this TrainingReport to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.TrainingReport
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            TrainingReport.prototype.toJSON = function() {
                return TrainingReport.toObject(this, $protobuf.util.toJSONOptions);
            };

            return TrainingReport;
        })();

        v1.StepReport = (function() {

            /**
             * Properties of a StepReport.
             * @typedef {Object} dinofleet.v1.StepReport.$Properties
             * @property {number|null} [step] StepReport step
             * @property {Object.<string,number>|null} [losses] StepReport losses
             * @property {Object.<string,number>|null} [scalars] StepReport scalars
             * @property {boolean|null} [skipped] StepReport skipped
             * @property {number|null} [images] StepReport images
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a StepReport.
             * @memberof dinofleet.v1
             * @interface IStepReport
             * @augments dinofleet.v1.StepReport.$Properties
             * @deprecated Use dinofleet.v1.StepReport.$Properties instead.
             */

            /**
             * Shape of a StepReport.
             * @typedef {dinofleet.v1.StepReport.$Properties} dinofleet.v1.StepReport.$Shape
             */

            /**
             * Constructs a new StepReport.
             * @memberof dinofleet.v1
             * @classdesc Represents a StepReport.
             * @constructor
             * @param {dinofleet.v1.StepReport.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const StepReport = function (properties) {
                this.losses = {};
                this.scalars = {};
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * StepReport step.
             * @member {number} step
             * @memberof dinofleet.v1.StepReport
             * @instance
             */
            StepReport.prototype.step = 0;

            /**
             * StepReport losses.
             * @member {Object.<string,number>} losses
             * @memberof dinofleet.v1.StepReport
             * @instance
             */
            StepReport.prototype.losses = $util.emptyObject;

            /**
             * StepReport scalars.
             * @member {Object.<string,number>} scalars
             * @memberof dinofleet.v1.StepReport
             * @instance
             */
            StepReport.prototype.scalars = $util.emptyObject;

            /**
             * StepReport skipped.
             * @member {boolean} skipped
             * @memberof dinofleet.v1.StepReport
             * @instance
             */
            StepReport.prototype.skipped = false;

            /**
             * StepReport images.
             * @member {number} images
             * @memberof dinofleet.v1.StepReport
             * @instance
             */
            StepReport.prototype.images = 0;

            /**
             * Creates a new StepReport instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.StepReport
             * @static
             * @param {dinofleet.v1.StepReport.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.StepReport} StepReport instance
             * @type {{
             *   (properties: dinofleet.v1.StepReport.$Shape): dinofleet.v1.StepReport & dinofleet.v1.StepReport.$Shape;
             *   (properties?: dinofleet.v1.StepReport.$Properties): dinofleet.v1.StepReport;
             * }}
             */
            StepReport.create = function(properties) {
                return new StepReport(properties);
            };

            /**
             * Encodes the specified StepReport message. Does not implicitly {@link dinofleet.v1.StepReport.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.StepReport
             * @static
             * @param {dinofleet.v1.StepReport.$Properties} message StepReport message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            StepReport.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.step != null && $Object.hasOwnProperty.call(message, "step") && message.step !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.step);
                if (message.losses != null && $Object.hasOwnProperty.call(message, "losses"))
                    for (let keys = $Object.keys(message.losses), i = 0; i < keys.length; ++i)
                        writer.uint32(/* id 3, wireType 2 =*/26).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]).uint32(/* id 2, wireType 1 =*/17).double(message.losses[keys[i]]).ldelim();
                if (message.scalars != null && $Object.hasOwnProperty.call(message, "scalars"))
                    for (let keys = $Object.keys(message.scalars), i = 0; i < keys.length; ++i)
                        writer.uint32(/* id 4, wireType 2 =*/34).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]).uint32(/* id 2, wireType 1 =*/17).double(message.scalars[keys[i]]).ldelim();
                if (message.skipped != null && $Object.hasOwnProperty.call(message, "skipped") && message.skipped !== false)
                    writer.uint32(/* id 5, wireType 0 =*/40).bool(message.skipped);
                if (message.images != null && $Object.hasOwnProperty.call(message, "images") && message.images !== 0)
                    writer.uint32(/* id 6, wireType 0 =*/48).uint32(message.images);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a StepReport message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.StepReport
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.StepReport & dinofleet.v1.StepReport.$Shape} StepReport
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            StepReport.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, key, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.StepReport();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.step = value;
                            else
                                delete message.step;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (message.losses === $util.emptyObject)
                                message.losses = {};
                            let end2 = reader.size() + reader.pos;
                            if (end2 > reader.len)
                                throw $RangeError("index out of range");
                            reader.len = end2;
                            key = "";
                            value = 0;
                            while (reader.pos < end2) {
                                let tag2 = reader.tag();
                                wireType = tag2 & 7;
                                switch (tag2 >>>= 3) {
                                case 1:
                                    if (wireType !== 2)
                                        break;
                                    key = reader.stringVerify();
                                    continue;
                                case 2:
                                    if (wireType !== 1)
                                        break;
                                    value = reader.double();
                                    continue;
                                }
                                reader.skipType(wireType, _depth, tag2);
                            }
                            if (reader.pos !== end2)
                                throw $RangeError("index out of range");
                            reader.len = end;
                            if (key === "__proto__")
                                $util.makeProp(message.losses, key);
                            message.losses[key] = value;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (message.scalars === $util.emptyObject)
                                message.scalars = {};
                            let end2 = reader.size() + reader.pos;
                            if (end2 > reader.len)
                                throw $RangeError("index out of range");
                            reader.len = end2;
                            key = "";
                            value = 0;
                            while (reader.pos < end2) {
                                let tag2 = reader.tag();
                                wireType = tag2 & 7;
                                switch (tag2 >>>= 3) {
                                case 1:
                                    if (wireType !== 2)
                                        break;
                                    key = reader.stringVerify();
                                    continue;
                                case 2:
                                    if (wireType !== 1)
                                        break;
                                    value = reader.double();
                                    continue;
                                }
                                reader.skipType(wireType, _depth, tag2);
                            }
                            if (reader.pos !== end2)
                                throw $RangeError("index out of range");
                            reader.len = end;
                            if (key === "__proto__")
                                $util.makeProp(message.scalars, key);
                            message.scalars[key] = value;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.skipped = value;
                            else
                                delete message.skipped;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.images = value;
                            else
                                delete message.images;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a StepReport message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.StepReport
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.StepReport} StepReport
             */
            StepReport.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.StepReport)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.StepReport: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.StepReport();
                if (object.step != null)
                    if ($Number(object.step) !== 0)
                        message.step = object.step >>> 0;
                if (object.losses) {
                    if (!$util.isObject(object.losses))
                        throw $TypeError(".dinofleet.v1.StepReport.losses: object expected");
                    message.losses = {};
                    for (let keys = $Object.keys(object.losses), i = 0; i < keys.length; ++i) {
                        if (keys[i] === "__proto__")
                            $util.makeProp(message.losses, keys[i]);
                        message.losses[keys[i]] = $Number(object.losses[keys[i]]);
                    }
                }
                if (object.scalars) {
                    if (!$util.isObject(object.scalars))
                        throw $TypeError(".dinofleet.v1.StepReport.scalars: object expected");
                    message.scalars = {};
                    for (let keys = $Object.keys(object.scalars), i = 0; i < keys.length; ++i) {
                        if (keys[i] === "__proto__")
                            $util.makeProp(message.scalars, keys[i]);
                        message.scalars[keys[i]] = $Number(object.scalars[keys[i]]);
                    }
                }
                if (object.skipped != null)
                    if (object.skipped)
                        message.skipped = $Boolean(object.skipped);
                if (object.images != null)
                    if ($Number(object.images) !== 0)
                        message.images = object.images >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a StepReport message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.StepReport
             * @static
             * @param {dinofleet.v1.StepReport} message StepReport
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            StepReport.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.objects || options.defaults) {
                    object.losses = {};
                    object.scalars = {};
                }
                if (options.defaults) {
                    object.step = 0;
                    object.skipped = false;
                    object.images = 0;
                }
                if (message.step != null && $Object.hasOwnProperty.call(message, "step"))
                    object.step = message.step;
                let keys2;
                if (message.losses && (keys2 = $Object.keys(message.losses)).length) {
                    object.losses = {};
                    for (let j = 0; j < keys2.length; ++j) {
                        if (keys2[j] === "__proto__")
                            $util.makeProp(object.losses, keys2[j]);
                        object.losses[keys2[j]] = options.json && !$isFinite(message.losses[keys2[j]]) ? $String(message.losses[keys2[j]]) : message.losses[keys2[j]];
                    }
                }
                if (message.scalars && (keys2 = $Object.keys(message.scalars)).length) {
                    object.scalars = {};
                    for (let j = 0; j < keys2.length; ++j) {
                        if (keys2[j] === "__proto__")
                            $util.makeProp(object.scalars, keys2[j]);
                        object.scalars[keys2[j]] = options.json && !$isFinite(message.scalars[keys2[j]]) ? $String(message.scalars[keys2[j]]) : message.scalars[keys2[j]];
                    }
                }
                if (message.skipped != null && $Object.hasOwnProperty.call(message, "skipped"))
                    object.skipped = message.skipped;
                if (message.images != null && $Object.hasOwnProperty.call(message, "images"))
                    object.images = message.images;
                return object;
            };

            /**
             * Converts this StepReport to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.StepReport
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            StepReport.prototype.toJSON = function() {
                return StepReport.toObject(this, $protobuf.util.toJSONOptions);
            };

            return StepReport;
        })();

        v1.PhaseSeconds = (function() {

            /**
             * Properties of a PhaseSeconds.
             * @typedef {Object} dinofleet.v1.PhaseSeconds.$Properties
             * @property {number|null} [data] PhaseSeconds data
             * @property {number|null} [compute] PhaseSeconds compute
             * @property {number|null} [communication] PhaseSeconds communication
             * @property {number|null} [save] PhaseSeconds save
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a PhaseSeconds.
             * @memberof dinofleet.v1
             * @interface IPhaseSeconds
             * @augments dinofleet.v1.PhaseSeconds.$Properties
             * @deprecated Use dinofleet.v1.PhaseSeconds.$Properties instead.
             */

            /**
             * Shape of a PhaseSeconds.
             * @typedef {dinofleet.v1.PhaseSeconds.$Properties} dinofleet.v1.PhaseSeconds.$Shape
             */

            /**
             * Constructs a new PhaseSeconds.
             * @memberof dinofleet.v1
             * @classdesc Represents a PhaseSeconds.
             * @constructor
             * @param {dinofleet.v1.PhaseSeconds.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const PhaseSeconds = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * PhaseSeconds data.
             * @member {number} data
             * @memberof dinofleet.v1.PhaseSeconds
             * @instance
             */
            PhaseSeconds.prototype.data = 0;

            /**
             * PhaseSeconds compute.
             * @member {number} compute
             * @memberof dinofleet.v1.PhaseSeconds
             * @instance
             */
            PhaseSeconds.prototype.compute = 0;

            /**
             * PhaseSeconds communication.
             * @member {number} communication
             * @memberof dinofleet.v1.PhaseSeconds
             * @instance
             */
            PhaseSeconds.prototype.communication = 0;

            /**
             * PhaseSeconds save.
             * @member {number} save
             * @memberof dinofleet.v1.PhaseSeconds
             * @instance
             */
            PhaseSeconds.prototype.save = 0;

            /**
             * Creates a new PhaseSeconds instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.PhaseSeconds
             * @static
             * @param {dinofleet.v1.PhaseSeconds.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.PhaseSeconds} PhaseSeconds instance
             * @type {{
             *   (properties: dinofleet.v1.PhaseSeconds.$Shape): dinofleet.v1.PhaseSeconds & dinofleet.v1.PhaseSeconds.$Shape;
             *   (properties?: dinofleet.v1.PhaseSeconds.$Properties): dinofleet.v1.PhaseSeconds;
             * }}
             */
            PhaseSeconds.create = function(properties) {
                return new PhaseSeconds(properties);
            };

            /**
             * Encodes the specified PhaseSeconds message. Does not implicitly {@link dinofleet.v1.PhaseSeconds.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.PhaseSeconds
             * @static
             * @param {dinofleet.v1.PhaseSeconds.$Properties} message PhaseSeconds message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            PhaseSeconds.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.data != null && $Object.hasOwnProperty.call(message, "data") && !$Object.is(message.data, 0))
                    writer.uint32(/* id 1, wireType 1 =*/9).double(message.data);
                if (message.compute != null && $Object.hasOwnProperty.call(message, "compute") && !$Object.is(message.compute, 0))
                    writer.uint32(/* id 2, wireType 1 =*/17).double(message.compute);
                if (message.communication != null && $Object.hasOwnProperty.call(message, "communication") && !$Object.is(message.communication, 0))
                    writer.uint32(/* id 3, wireType 1 =*/25).double(message.communication);
                if (message.save != null && $Object.hasOwnProperty.call(message, "save") && !$Object.is(message.save, 0))
                    writer.uint32(/* id 4, wireType 1 =*/33).double(message.save);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a PhaseSeconds message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.PhaseSeconds
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.PhaseSeconds & dinofleet.v1.PhaseSeconds.$Shape} PhaseSeconds
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            PhaseSeconds.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.PhaseSeconds();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.data = value;
                            else
                                delete message.data;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.compute = value;
                            else
                                delete message.compute;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.communication = value;
                            else
                                delete message.communication;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.save = value;
                            else
                                delete message.save;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a PhaseSeconds message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.PhaseSeconds
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.PhaseSeconds} PhaseSeconds
             */
            PhaseSeconds.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.PhaseSeconds)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.PhaseSeconds: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.PhaseSeconds();
                if (object.data != null)
                    if (!$Object.is($Number(object.data), 0))
                        message.data = $Number(object.data);
                if (object.compute != null)
                    if (!$Object.is($Number(object.compute), 0))
                        message.compute = $Number(object.compute);
                if (object.communication != null)
                    if (!$Object.is($Number(object.communication), 0))
                        message.communication = $Number(object.communication);
                if (object.save != null)
                    if (!$Object.is($Number(object.save), 0))
                        message.save = $Number(object.save);
                return message;
            };

            /**
             * Creates a plain object from a PhaseSeconds message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.PhaseSeconds
             * @static
             * @param {dinofleet.v1.PhaseSeconds} message PhaseSeconds
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            PhaseSeconds.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.data = 0;
                    object.compute = 0;
                    object.communication = 0;
                    object.save = 0;
                }
                if (message.data != null && $Object.hasOwnProperty.call(message, "data"))
                    object.data = options.json && !$isFinite(message.data) ? $String(message.data) : message.data;
                if (message.compute != null && $Object.hasOwnProperty.call(message, "compute"))
                    object.compute = options.json && !$isFinite(message.compute) ? $String(message.compute) : message.compute;
                if (message.communication != null && $Object.hasOwnProperty.call(message, "communication"))
                    object.communication = options.json && !$isFinite(message.communication) ? $String(message.communication) : message.communication;
                if (message.save != null && $Object.hasOwnProperty.call(message, "save"))
                    object.save = options.json && !$isFinite(message.save) ? $String(message.save) : message.save;
                return object;
            };

            /**
             * Converts this PhaseSeconds to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.PhaseSeconds
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            PhaseSeconds.prototype.toJSON = function() {
                return PhaseSeconds.toObject(this, $protobuf.util.toJSONOptions);
            };

            return PhaseSeconds;
        })();

        v1.ShardWritten = (function() {

            /**
             * Properties of a ShardWritten.
             * @typedef {Object} dinofleet.v1.ShardWritten.$Properties
             * @property {number|null} [generation] ShardWritten generation
             * @property {number|null} [step] ShardWritten step
             * @property {boolean|null} [snapshot] ShardWritten snapshot
             * @property {string|null} [place] ShardWritten place
             * @property {string|null} [problem] ShardWritten problem
             * @property {string|null} [record] ShardWritten record
             * @property {string|null} [head] ShardWritten head
             * @property {number|null} [bytes] ShardWritten bytes
             * @property {number|null} [seconds] ShardWritten seconds
             * @property {number|null} [blockedSeconds] ShardWritten blockedSeconds
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ShardWritten.
             * @memberof dinofleet.v1
             * @interface IShardWritten
             * @augments dinofleet.v1.ShardWritten.$Properties
             * @deprecated Use dinofleet.v1.ShardWritten.$Properties instead.
             */

            /**
             * Shape of a ShardWritten.
             * @typedef {dinofleet.v1.ShardWritten.$Properties} dinofleet.v1.ShardWritten.$Shape
             */

            /**
             * Constructs a new ShardWritten.
             * @memberof dinofleet.v1
             * @classdesc Represents a ShardWritten.
             * @constructor
             * @param {dinofleet.v1.ShardWritten.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ShardWritten = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ShardWritten generation.
             * @member {number} generation
             * @memberof dinofleet.v1.ShardWritten
             * @instance
             */
            ShardWritten.prototype.generation = 0;

            /**
             * ShardWritten step.
             * @member {number} step
             * @memberof dinofleet.v1.ShardWritten
             * @instance
             */
            ShardWritten.prototype.step = 0;

            /**
             * ShardWritten snapshot.
             * @member {boolean} snapshot
             * @memberof dinofleet.v1.ShardWritten
             * @instance
             */
            ShardWritten.prototype.snapshot = false;

            /**
             * ShardWritten place.
             * @member {string} place
             * @memberof dinofleet.v1.ShardWritten
             * @instance
             */
            ShardWritten.prototype.place = "";

            /**
             * ShardWritten problem.
             * @member {string} problem
             * @memberof dinofleet.v1.ShardWritten
             * @instance
             */
            ShardWritten.prototype.problem = "";

            /**
             * ShardWritten record.
             * @member {string} record
             * @memberof dinofleet.v1.ShardWritten
             * @instance
             */
            ShardWritten.prototype.record = "";

            /**
             * ShardWritten head.
             * @member {string} head
             * @memberof dinofleet.v1.ShardWritten
             * @instance
             */
            ShardWritten.prototype.head = "";

            /**
             * ShardWritten bytes.
             * @member {number} bytes
             * @memberof dinofleet.v1.ShardWritten
             * @instance
             */
            ShardWritten.prototype.bytes = 0;

            /**
             * ShardWritten seconds.
             * @member {number} seconds
             * @memberof dinofleet.v1.ShardWritten
             * @instance
             */
            ShardWritten.prototype.seconds = 0;

            /**
             * ShardWritten blockedSeconds.
             * @member {number} blockedSeconds
             * @memberof dinofleet.v1.ShardWritten
             * @instance
             */
            ShardWritten.prototype.blockedSeconds = 0;

            /**
             * Creates a new ShardWritten instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.ShardWritten
             * @static
             * @param {dinofleet.v1.ShardWritten.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.ShardWritten} ShardWritten instance
             * @type {{
             *   (properties: dinofleet.v1.ShardWritten.$Shape): dinofleet.v1.ShardWritten & dinofleet.v1.ShardWritten.$Shape;
             *   (properties?: dinofleet.v1.ShardWritten.$Properties): dinofleet.v1.ShardWritten;
             * }}
             */
            ShardWritten.create = function(properties) {
                return new ShardWritten(properties);
            };

            /**
             * Encodes the specified ShardWritten message. Does not implicitly {@link dinofleet.v1.ShardWritten.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.ShardWritten
             * @static
             * @param {dinofleet.v1.ShardWritten.$Properties} message ShardWritten message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ShardWritten.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.generation != null && $Object.hasOwnProperty.call(message, "generation") && message.generation !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.generation);
                if (message.step != null && $Object.hasOwnProperty.call(message, "step") && message.step !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.step);
                if (message.snapshot != null && $Object.hasOwnProperty.call(message, "snapshot") && message.snapshot !== false)
                    writer.uint32(/* id 3, wireType 0 =*/24).bool(message.snapshot);
                if (message.place != null && $Object.hasOwnProperty.call(message, "place") && message.place !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.place);
                if (message.problem != null && $Object.hasOwnProperty.call(message, "problem") && message.problem !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.problem);
                if (message.record != null && $Object.hasOwnProperty.call(message, "record") && message.record !== "")
                    writer.uint32(/* id 6, wireType 2 =*/50).string(message.record);
                if (message.head != null && $Object.hasOwnProperty.call(message, "head") && message.head !== "")
                    writer.uint32(/* id 7, wireType 2 =*/58).string(message.head);
                if (message.bytes != null && $Object.hasOwnProperty.call(message, "bytes") && !$Object.is(message.bytes, 0))
                    writer.uint32(/* id 8, wireType 1 =*/65).double(message.bytes);
                if (message.seconds != null && $Object.hasOwnProperty.call(message, "seconds") && !$Object.is(message.seconds, 0))
                    writer.uint32(/* id 9, wireType 1 =*/73).double(message.seconds);
                if (message.blockedSeconds != null && $Object.hasOwnProperty.call(message, "blockedSeconds") && !$Object.is(message.blockedSeconds, 0))
                    writer.uint32(/* id 10, wireType 1 =*/81).double(message.blockedSeconds);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ShardWritten message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.ShardWritten
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.ShardWritten & dinofleet.v1.ShardWritten.$Shape} ShardWritten
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ShardWritten.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.ShardWritten();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.generation = value;
                            else
                                delete message.generation;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.step = value;
                            else
                                delete message.step;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.snapshot = value;
                            else
                                delete message.snapshot;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.place = value;
                            else
                                delete message.place;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.problem = value;
                            else
                                delete message.problem;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.record = value;
                            else
                                delete message.record;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.head = value;
                            else
                                delete message.head;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.bytes = value;
                            else
                                delete message.bytes;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.seconds = value;
                            else
                                delete message.seconds;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.blockedSeconds = value;
                            else
                                delete message.blockedSeconds;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a ShardWritten message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.ShardWritten
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.ShardWritten} ShardWritten
             */
            ShardWritten.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.ShardWritten)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.ShardWritten: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.ShardWritten();
                if (object.generation != null)
                    if ($Number(object.generation) !== 0)
                        message.generation = object.generation >>> 0;
                if (object.step != null)
                    if ($Number(object.step) !== 0)
                        message.step = object.step >>> 0;
                if (object.snapshot != null)
                    if (object.snapshot)
                        message.snapshot = $Boolean(object.snapshot);
                if (object.place != null)
                    if (typeof object.place !== "string" || object.place.length)
                        message.place = $String(object.place);
                if (object.problem != null)
                    if (typeof object.problem !== "string" || object.problem.length)
                        message.problem = $String(object.problem);
                if (object.record != null)
                    if (typeof object.record !== "string" || object.record.length)
                        message.record = $String(object.record);
                if (object.head != null)
                    if (typeof object.head !== "string" || object.head.length)
                        message.head = $String(object.head);
                if (object.bytes != null)
                    if (!$Object.is($Number(object.bytes), 0))
                        message.bytes = $Number(object.bytes);
                if (object.seconds != null)
                    if (!$Object.is($Number(object.seconds), 0))
                        message.seconds = $Number(object.seconds);
                if (object.blockedSeconds != null)
                    if (!$Object.is($Number(object.blockedSeconds), 0))
                        message.blockedSeconds = $Number(object.blockedSeconds);
                return message;
            };

            /**
             * Creates a plain object from a ShardWritten message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.ShardWritten
             * @static
             * @param {dinofleet.v1.ShardWritten} message ShardWritten
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            ShardWritten.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.generation = 0;
                    object.step = 0;
                    object.snapshot = false;
                    object.place = "";
                    object.problem = "";
                    object.record = "";
                    object.head = "";
                    object.bytes = 0;
                    object.seconds = 0;
                    object.blockedSeconds = 0;
                }
                if (message.generation != null && $Object.hasOwnProperty.call(message, "generation"))
                    object.generation = message.generation;
                if (message.step != null && $Object.hasOwnProperty.call(message, "step"))
                    object.step = message.step;
                if (message.snapshot != null && $Object.hasOwnProperty.call(message, "snapshot"))
                    object.snapshot = message.snapshot;
                if (message.place != null && $Object.hasOwnProperty.call(message, "place"))
                    object.place = message.place;
                if (message.problem != null && $Object.hasOwnProperty.call(message, "problem"))
                    object.problem = message.problem;
                if (message.record != null && $Object.hasOwnProperty.call(message, "record"))
                    object.record = message.record;
                if (message.head != null && $Object.hasOwnProperty.call(message, "head"))
                    object.head = message.head;
                if (message.bytes != null && $Object.hasOwnProperty.call(message, "bytes"))
                    object.bytes = options.json && !$isFinite(message.bytes) ? $String(message.bytes) : message.bytes;
                if (message.seconds != null && $Object.hasOwnProperty.call(message, "seconds"))
                    object.seconds = options.json && !$isFinite(message.seconds) ? $String(message.seconds) : message.seconds;
                if (message.blockedSeconds != null && $Object.hasOwnProperty.call(message, "blockedSeconds"))
                    object.blockedSeconds = options.json && !$isFinite(message.blockedSeconds) ? $String(message.blockedSeconds) : message.blockedSeconds;
                return object;
            };

            /**
             * Converts this ShardWritten to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.ShardWritten
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            ShardWritten.prototype.toJSON = function() {
                return ShardWritten.toObject(this, $protobuf.util.toJSONOptions);
            };

            return ShardWritten;
        })();

        v1.WorkerLog = (function() {

            /**
             * Properties of a WorkerLog.
             * @typedef {Object} dinofleet.v1.WorkerLog.$Properties
             * @property {string|null} [level] WorkerLog level
             * @property {string|null} [message] WorkerLog message
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a WorkerLog.
             * @memberof dinofleet.v1
             * @interface IWorkerLog
             * @augments dinofleet.v1.WorkerLog.$Properties
             * @deprecated Use dinofleet.v1.WorkerLog.$Properties instead.
             */

            /**
             * Shape of a WorkerLog.
             * @typedef {dinofleet.v1.WorkerLog.$Properties} dinofleet.v1.WorkerLog.$Shape
             */

            /**
             * Constructs a new WorkerLog.
             * @memberof dinofleet.v1
             * @classdesc Represents a WorkerLog.
             * @constructor
             * @param {dinofleet.v1.WorkerLog.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const WorkerLog = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * WorkerLog level.
             * @member {string} level
             * @memberof dinofleet.v1.WorkerLog
             * @instance
             */
            WorkerLog.prototype.level = "";

            /**
             * WorkerLog message.
             * @member {string} message
             * @memberof dinofleet.v1.WorkerLog
             * @instance
             */
            WorkerLog.prototype.message = "";

            /**
             * Creates a new WorkerLog instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.WorkerLog
             * @static
             * @param {dinofleet.v1.WorkerLog.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.WorkerLog} WorkerLog instance
             * @type {{
             *   (properties: dinofleet.v1.WorkerLog.$Shape): dinofleet.v1.WorkerLog & dinofleet.v1.WorkerLog.$Shape;
             *   (properties?: dinofleet.v1.WorkerLog.$Properties): dinofleet.v1.WorkerLog;
             * }}
             */
            WorkerLog.create = function(properties) {
                return new WorkerLog(properties);
            };

            /**
             * Encodes the specified WorkerLog message. Does not implicitly {@link dinofleet.v1.WorkerLog.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.WorkerLog
             * @static
             * @param {dinofleet.v1.WorkerLog.$Properties} message WorkerLog message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            WorkerLog.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.level != null && $Object.hasOwnProperty.call(message, "level") && message.level !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.level);
                if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.message);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a WorkerLog message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.WorkerLog
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.WorkerLog & dinofleet.v1.WorkerLog.$Shape} WorkerLog
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            WorkerLog.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.WorkerLog();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.level = value;
                            else
                                delete message.level;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.message = value;
                            else
                                delete message.message;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a WorkerLog message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.WorkerLog
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.WorkerLog} WorkerLog
             */
            WorkerLog.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.WorkerLog)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.WorkerLog: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.WorkerLog();
                if (object.level != null)
                    if (typeof object.level !== "string" || object.level.length)
                        message.level = $String(object.level);
                if (object.message != null)
                    if (typeof object.message !== "string" || object.message.length)
                        message.message = $String(object.message);
                return message;
            };

            /**
             * Creates a plain object from a WorkerLog message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.WorkerLog
             * @static
             * @param {dinofleet.v1.WorkerLog} message WorkerLog
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            WorkerLog.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.level = "";
                    object.message = "";
                }
                if (message.level != null && $Object.hasOwnProperty.call(message, "level"))
                    object.level = message.level;
                if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                    object.message = message.message;
                return object;
            };

            /**
             * Converts this WorkerLog to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.WorkerLog
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            WorkerLog.prototype.toJSON = function() {
                return WorkerLog.toObject(this, $protobuf.util.toJSONOptions);
            };

            return WorkerLog;
        })();

        v1.WorkerDone = (function() {

            /**
             * Properties of a WorkerDone.
             * @typedef {Object} dinofleet.v1.WorkerDone.$Properties
             * @property {string|null} [reason] WorkerDone reason
             * @property {number|null} [step] WorkerDone step
             * @property {number|null} [steps] WorkerDone steps
             * @property {number|null} [skipped] WorkerDone skipped
             * @property {string|null} [problem] WorkerDone problem
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a WorkerDone.
             * @memberof dinofleet.v1
             * @interface IWorkerDone
             * @augments dinofleet.v1.WorkerDone.$Properties
             * @deprecated Use dinofleet.v1.WorkerDone.$Properties instead.
             */

            /**
             * Shape of a WorkerDone.
             * @typedef {dinofleet.v1.WorkerDone.$Properties} dinofleet.v1.WorkerDone.$Shape
             */

            /**
             * Constructs a new WorkerDone.
             * @memberof dinofleet.v1
             * @classdesc Represents a WorkerDone.
             * @constructor
             * @param {dinofleet.v1.WorkerDone.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const WorkerDone = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * WorkerDone reason.
             * @member {string} reason
             * @memberof dinofleet.v1.WorkerDone
             * @instance
             */
            WorkerDone.prototype.reason = "";

            /**
             * WorkerDone step.
             * @member {number} step
             * @memberof dinofleet.v1.WorkerDone
             * @instance
             */
            WorkerDone.prototype.step = 0;

            /**
             * WorkerDone steps.
             * @member {number} steps
             * @memberof dinofleet.v1.WorkerDone
             * @instance
             */
            WorkerDone.prototype.steps = 0;

            /**
             * WorkerDone skipped.
             * @member {number} skipped
             * @memberof dinofleet.v1.WorkerDone
             * @instance
             */
            WorkerDone.prototype.skipped = 0;

            /**
             * WorkerDone problem.
             * @member {string} problem
             * @memberof dinofleet.v1.WorkerDone
             * @instance
             */
            WorkerDone.prototype.problem = "";

            /**
             * Creates a new WorkerDone instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.WorkerDone
             * @static
             * @param {dinofleet.v1.WorkerDone.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.WorkerDone} WorkerDone instance
             * @type {{
             *   (properties: dinofleet.v1.WorkerDone.$Shape): dinofleet.v1.WorkerDone & dinofleet.v1.WorkerDone.$Shape;
             *   (properties?: dinofleet.v1.WorkerDone.$Properties): dinofleet.v1.WorkerDone;
             * }}
             */
            WorkerDone.create = function(properties) {
                return new WorkerDone(properties);
            };

            /**
             * Encodes the specified WorkerDone message. Does not implicitly {@link dinofleet.v1.WorkerDone.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.WorkerDone
             * @static
             * @param {dinofleet.v1.WorkerDone.$Properties} message WorkerDone message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            WorkerDone.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.reason);
                if (message.step != null && $Object.hasOwnProperty.call(message, "step") && message.step !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.step);
                if (message.steps != null && $Object.hasOwnProperty.call(message, "steps") && message.steps !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.steps);
                if (message.skipped != null && $Object.hasOwnProperty.call(message, "skipped") && message.skipped !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.skipped);
                if (message.problem != null && $Object.hasOwnProperty.call(message, "problem") && message.problem !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.problem);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a WorkerDone message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.WorkerDone
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.WorkerDone & dinofleet.v1.WorkerDone.$Shape} WorkerDone
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            WorkerDone.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.WorkerDone();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.step = value;
                            else
                                delete message.step;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.steps = value;
                            else
                                delete message.steps;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.skipped = value;
                            else
                                delete message.skipped;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.problem = value;
                            else
                                delete message.problem;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a WorkerDone message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.WorkerDone
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.WorkerDone} WorkerDone
             */
            WorkerDone.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.WorkerDone)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.WorkerDone: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.WorkerDone();
                if (object.reason != null)
                    if (typeof object.reason !== "string" || object.reason.length)
                        message.reason = $String(object.reason);
                if (object.step != null)
                    if ($Number(object.step) !== 0)
                        message.step = object.step >>> 0;
                if (object.steps != null)
                    if ($Number(object.steps) !== 0)
                        message.steps = object.steps >>> 0;
                if (object.skipped != null)
                    if ($Number(object.skipped) !== 0)
                        message.skipped = object.skipped >>> 0;
                if (object.problem != null)
                    if (typeof object.problem !== "string" || object.problem.length)
                        message.problem = $String(object.problem);
                return message;
            };

            /**
             * Creates a plain object from a WorkerDone message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.WorkerDone
             * @static
             * @param {dinofleet.v1.WorkerDone} message WorkerDone
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            WorkerDone.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.reason = "";
                    object.step = 0;
                    object.steps = 0;
                    object.skipped = 0;
                    object.problem = "";
                }
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason"))
                    object.reason = message.reason;
                if (message.step != null && $Object.hasOwnProperty.call(message, "step"))
                    object.step = message.step;
                if (message.steps != null && $Object.hasOwnProperty.call(message, "steps"))
                    object.steps = message.steps;
                if (message.skipped != null && $Object.hasOwnProperty.call(message, "skipped"))
                    object.skipped = message.skipped;
                if (message.problem != null && $Object.hasOwnProperty.call(message, "problem"))
                    object.problem = message.problem;
                return object;
            };

            /**
             * Converts this WorkerDone to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.WorkerDone
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            WorkerDone.prototype.toJSON = function() {
                return WorkerDone.toObject(this, $protobuf.util.toJSONOptions);
            };

            return WorkerDone;
        })();

        v1.WorkerFailed = (function() {

            /**
             * Properties of a WorkerFailed.
             * @typedef {Object} dinofleet.v1.WorkerFailed.$Properties
             * @property {string|null} [code] WorkerFailed code
             * @property {string|null} [message] WorkerFailed message
             * @property {boolean|null} [fatal] WorkerFailed fatal
             * @property {number|null} [exitCode] WorkerFailed exitCode
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a WorkerFailed.
             * @memberof dinofleet.v1
             * @interface IWorkerFailed
             * @augments dinofleet.v1.WorkerFailed.$Properties
             * @deprecated Use dinofleet.v1.WorkerFailed.$Properties instead.
             */

            /**
             * Shape of a WorkerFailed.
             * @typedef {dinofleet.v1.WorkerFailed.$Properties} dinofleet.v1.WorkerFailed.$Shape
             */

            /**
             * Constructs a new WorkerFailed.
             * @memberof dinofleet.v1
             * @classdesc Represents a WorkerFailed.
             * @constructor
             * @param {dinofleet.v1.WorkerFailed.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const WorkerFailed = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * WorkerFailed code.
             * @member {string} code
             * @memberof dinofleet.v1.WorkerFailed
             * @instance
             */
            WorkerFailed.prototype.code = "";

            /**
             * WorkerFailed message.
             * @member {string} message
             * @memberof dinofleet.v1.WorkerFailed
             * @instance
             */
            WorkerFailed.prototype.message = "";

            /**
             * WorkerFailed fatal.
             * @member {boolean} fatal
             * @memberof dinofleet.v1.WorkerFailed
             * @instance
             */
            WorkerFailed.prototype.fatal = false;

            /**
             * WorkerFailed exitCode.
             * @member {number} exitCode
             * @memberof dinofleet.v1.WorkerFailed
             * @instance
             */
            WorkerFailed.prototype.exitCode = 0;

            /**
             * Creates a new WorkerFailed instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.WorkerFailed
             * @static
             * @param {dinofleet.v1.WorkerFailed.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.WorkerFailed} WorkerFailed instance
             * @type {{
             *   (properties: dinofleet.v1.WorkerFailed.$Shape): dinofleet.v1.WorkerFailed & dinofleet.v1.WorkerFailed.$Shape;
             *   (properties?: dinofleet.v1.WorkerFailed.$Properties): dinofleet.v1.WorkerFailed;
             * }}
             */
            WorkerFailed.create = function(properties) {
                return new WorkerFailed(properties);
            };

            /**
             * Encodes the specified WorkerFailed message. Does not implicitly {@link dinofleet.v1.WorkerFailed.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.WorkerFailed
             * @static
             * @param {dinofleet.v1.WorkerFailed.$Properties} message WorkerFailed message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            WorkerFailed.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.code);
                if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.message);
                if (message.fatal != null && $Object.hasOwnProperty.call(message, "fatal") && message.fatal !== false)
                    writer.uint32(/* id 3, wireType 0 =*/24).bool(message.fatal);
                if (message.exitCode != null && $Object.hasOwnProperty.call(message, "exitCode") && message.exitCode !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.exitCode);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a WorkerFailed message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.WorkerFailed
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.WorkerFailed & dinofleet.v1.WorkerFailed.$Shape} WorkerFailed
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            WorkerFailed.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.WorkerFailed();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.code = value;
                            else
                                delete message.code;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.message = value;
                            else
                                delete message.message;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.fatal = value;
                            else
                                delete message.fatal;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.exitCode = value;
                            else
                                delete message.exitCode;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a WorkerFailed message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.WorkerFailed
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.WorkerFailed} WorkerFailed
             */
            WorkerFailed.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.WorkerFailed)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.WorkerFailed: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.WorkerFailed();
                if (object.code != null)
                    if (typeof object.code !== "string" || object.code.length)
                        message.code = $String(object.code);
                if (object.message != null)
                    if (typeof object.message !== "string" || object.message.length)
                        message.message = $String(object.message);
                if (object.fatal != null)
                    if (object.fatal)
                        message.fatal = $Boolean(object.fatal);
                if (object.exitCode != null)
                    if ($Number(object.exitCode) !== 0)
                        message.exitCode = object.exitCode >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a WorkerFailed message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.WorkerFailed
             * @static
             * @param {dinofleet.v1.WorkerFailed} message WorkerFailed
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            WorkerFailed.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.code = "";
                    object.message = "";
                    object.fatal = false;
                    object.exitCode = 0;
                }
                if (message.code != null && $Object.hasOwnProperty.call(message, "code"))
                    object.code = message.code;
                if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                    object.message = message.message;
                if (message.fatal != null && $Object.hasOwnProperty.call(message, "fatal"))
                    object.fatal = message.fatal;
                if (message.exitCode != null && $Object.hasOwnProperty.call(message, "exitCode"))
                    object.exitCode = message.exitCode;
                return object;
            };

            /**
             * Converts this WorkerFailed to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.WorkerFailed
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            WorkerFailed.prototype.toJSON = function() {
                return WorkerFailed.toObject(this, $protobuf.util.toJSONOptions);
            };

            return WorkerFailed;
        })();

        v1.WorkerCommand = (function() {

            /**
             * Properties of a WorkerCommand.
             * @typedef {Object} dinofleet.v1.WorkerCommand.$Properties
             * @property {dinofleet.v1.StartTraining.$Properties|null} [start] WorkerCommand start
             * @property {dinofleet.v1.ConnectPeers.$Properties|null} [connect] WorkerCommand connect
             * @property {dinofleet.v1.SaveAndStop.$Properties|null} [saveAndStop] WorkerCommand saveAndStop
             * @property {dinofleet.v1.EndNow.$Properties|null} [endNow] WorkerCommand endNow
             * @property {dinofleet.v1.SaveNow.$Properties|null} [saveNow] WorkerCommand saveNow
             * @property {dinofleet.v1.Heard.$Properties|null} [heard] WorkerCommand heard
             * @property {"start"|"connect"|"saveAndStop"|"endNow"|"saveNow"|"heard"} [kind] WorkerCommand kind
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a WorkerCommand.
             * @memberof dinofleet.v1
             * @interface IWorkerCommand
             * @augments dinofleet.v1.WorkerCommand.$Properties
             * @deprecated Use dinofleet.v1.WorkerCommand.$Properties instead.
             */

            /**
             * Narrowed shape of a WorkerCommand.
             * @typedef {{
             *   start?: dinofleet.v1.StartTraining.$Shape|null;
             *   connect?: dinofleet.v1.ConnectPeers.$Shape|null;
             *   saveAndStop?: dinofleet.v1.SaveAndStop.$Shape|null;
             *   endNow?: dinofleet.v1.EndNow.$Shape|null;
             *   saveNow?: dinofleet.v1.SaveNow.$Shape|null;
             *   heard?: dinofleet.v1.Heard.$Shape|null;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ kind?: undefined; start?: null; connect?: null; saveAndStop?: null; endNow?: null; saveNow?: null; heard?: null }|{ kind?: "start"; start: dinofleet.v1.StartTraining.$Shape; connect?: null; saveAndStop?: null; endNow?: null; saveNow?: null; heard?: null }|{ kind?: "connect"; start?: null; connect: dinofleet.v1.ConnectPeers.$Shape; saveAndStop?: null; endNow?: null; saveNow?: null; heard?: null }|{ kind?: "saveAndStop"; start?: null; connect?: null; saveAndStop: dinofleet.v1.SaveAndStop.$Shape; endNow?: null; saveNow?: null; heard?: null }|{ kind?: "endNow"; start?: null; connect?: null; saveAndStop?: null; endNow: dinofleet.v1.EndNow.$Shape; saveNow?: null; heard?: null }|{ kind?: "saveNow"; start?: null; connect?: null; saveAndStop?: null; endNow?: null; saveNow: dinofleet.v1.SaveNow.$Shape; heard?: null }|{ kind?: "heard"; start?: null; connect?: null; saveAndStop?: null; endNow?: null; saveNow?: null; heard: dinofleet.v1.Heard.$Shape })
             * )} dinofleet.v1.WorkerCommand.$Shape
             */

            /**
             * Constructs a new WorkerCommand.
             * @memberof dinofleet.v1
             * @classdesc Represents a WorkerCommand.
             * @constructor
             * @param {dinofleet.v1.WorkerCommand.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const WorkerCommand = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * WorkerCommand start.
             * @member {dinofleet.v1.StartTraining.$Properties|null|undefined} start
             * @memberof dinofleet.v1.WorkerCommand
             * @instance
             */
            WorkerCommand.prototype.start = null;

            /**
             * WorkerCommand connect.
             * @member {dinofleet.v1.ConnectPeers.$Properties|null|undefined} connect
             * @memberof dinofleet.v1.WorkerCommand
             * @instance
             */
            WorkerCommand.prototype.connect = null;

            /**
             * WorkerCommand saveAndStop.
             * @member {dinofleet.v1.SaveAndStop.$Properties|null|undefined} saveAndStop
             * @memberof dinofleet.v1.WorkerCommand
             * @instance
             */
            WorkerCommand.prototype.saveAndStop = null;

            /**
             * WorkerCommand endNow.
             * @member {dinofleet.v1.EndNow.$Properties|null|undefined} endNow
             * @memberof dinofleet.v1.WorkerCommand
             * @instance
             */
            WorkerCommand.prototype.endNow = null;

            /**
             * WorkerCommand saveNow.
             * @member {dinofleet.v1.SaveNow.$Properties|null|undefined} saveNow
             * @memberof dinofleet.v1.WorkerCommand
             * @instance
             */
            WorkerCommand.prototype.saveNow = null;

            /**
             * WorkerCommand heard.
             * @member {dinofleet.v1.Heard.$Properties|null|undefined} heard
             * @memberof dinofleet.v1.WorkerCommand
             * @instance
             */
            WorkerCommand.prototype.heard = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            /**
             * WorkerCommand kind.
             * @member {"start"|"connect"|"saveAndStop"|"endNow"|"saveNow"|"heard"|undefined} kind
             * @memberof dinofleet.v1.WorkerCommand
             * @instance
             */
            $Object.defineProperty(WorkerCommand.prototype, "kind", {
                get: $util.oneOfGetter($oneOfFields = ["start", "connect", "saveAndStop", "endNow", "saveNow", "heard"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Creates a new WorkerCommand instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.WorkerCommand
             * @static
             * @param {dinofleet.v1.WorkerCommand.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.WorkerCommand} WorkerCommand instance
             * @type {{
             *   (properties: dinofleet.v1.WorkerCommand.$Shape): dinofleet.v1.WorkerCommand & dinofleet.v1.WorkerCommand.$Shape;
             *   (properties?: dinofleet.v1.WorkerCommand.$Properties): dinofleet.v1.WorkerCommand;
             * }}
             */
            WorkerCommand.create = function(properties) {
                return new WorkerCommand(properties);
            };

            /**
             * Encodes the specified WorkerCommand message. Does not implicitly {@link dinofleet.v1.WorkerCommand.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.WorkerCommand
             * @static
             * @param {dinofleet.v1.WorkerCommand.$Properties} message WorkerCommand message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            WorkerCommand.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.start != null && $Object.hasOwnProperty.call(message, "start"))
                    $root.dinofleet.v1.StartTraining.encode(message.start, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.connect != null && $Object.hasOwnProperty.call(message, "connect"))
                    $root.dinofleet.v1.ConnectPeers.encode(message.connect, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.saveAndStop != null && $Object.hasOwnProperty.call(message, "saveAndStop"))
                    $root.dinofleet.v1.SaveAndStop.encode(message.saveAndStop, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.endNow != null && $Object.hasOwnProperty.call(message, "endNow"))
                    $root.dinofleet.v1.EndNow.encode(message.endNow, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.saveNow != null && $Object.hasOwnProperty.call(message, "saveNow"))
                    $root.dinofleet.v1.SaveNow.encode(message.saveNow, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.heard != null && $Object.hasOwnProperty.call(message, "heard"))
                    $root.dinofleet.v1.Heard.encode(message.heard, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a WorkerCommand message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.WorkerCommand
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.WorkerCommand & dinofleet.v1.WorkerCommand.$Shape} WorkerCommand
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            WorkerCommand.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.WorkerCommand();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.start = $root.dinofleet.v1.StartTraining.decode(reader, reader.size(), $undefined, _depth + 1, message.start);
                            message.kind = "start";
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.connect = $root.dinofleet.v1.ConnectPeers.decode(reader, reader.size(), $undefined, _depth + 1, message.connect);
                            message.kind = "connect";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.saveAndStop = $root.dinofleet.v1.SaveAndStop.decode(reader, reader.size(), $undefined, _depth + 1, message.saveAndStop);
                            message.kind = "saveAndStop";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.endNow = $root.dinofleet.v1.EndNow.decode(reader, reader.size(), $undefined, _depth + 1, message.endNow);
                            message.kind = "endNow";
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.saveNow = $root.dinofleet.v1.SaveNow.decode(reader, reader.size(), $undefined, _depth + 1, message.saveNow);
                            message.kind = "saveNow";
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.heard = $root.dinofleet.v1.Heard.decode(reader, reader.size(), $undefined, _depth + 1, message.heard);
                            message.kind = "heard";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a WorkerCommand message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.WorkerCommand
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.WorkerCommand} WorkerCommand
             */
            WorkerCommand.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.WorkerCommand)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.WorkerCommand: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.WorkerCommand();
                if (object.start != null) {
                    if (!$util.isObject(object.start))
                        throw $TypeError(".dinofleet.v1.WorkerCommand.start: object expected");
                    message.start = $root.dinofleet.v1.StartTraining.fromObject(object.start, _depth + 1);
                }
                if (object.connect != null) {
                    if (!$util.isObject(object.connect))
                        throw $TypeError(".dinofleet.v1.WorkerCommand.connect: object expected");
                    message.connect = $root.dinofleet.v1.ConnectPeers.fromObject(object.connect, _depth + 1);
                }
                if (object.saveAndStop != null) {
                    if (!$util.isObject(object.saveAndStop))
                        throw $TypeError(".dinofleet.v1.WorkerCommand.saveAndStop: object expected");
                    message.saveAndStop = $root.dinofleet.v1.SaveAndStop.fromObject(object.saveAndStop, _depth + 1);
                }
                if (object.endNow != null) {
                    if (!$util.isObject(object.endNow))
                        throw $TypeError(".dinofleet.v1.WorkerCommand.endNow: object expected");
                    message.endNow = $root.dinofleet.v1.EndNow.fromObject(object.endNow, _depth + 1);
                }
                if (object.saveNow != null) {
                    if (!$util.isObject(object.saveNow))
                        throw $TypeError(".dinofleet.v1.WorkerCommand.saveNow: object expected");
                    message.saveNow = $root.dinofleet.v1.SaveNow.fromObject(object.saveNow, _depth + 1);
                }
                if (object.heard != null) {
                    if (!$util.isObject(object.heard))
                        throw $TypeError(".dinofleet.v1.WorkerCommand.heard: object expected");
                    message.heard = $root.dinofleet.v1.Heard.fromObject(object.heard, _depth + 1);
                }
                return message;
            };

            /**
             * Creates a plain object from a WorkerCommand message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.WorkerCommand
             * @static
             * @param {dinofleet.v1.WorkerCommand} message WorkerCommand
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            WorkerCommand.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (message.start != null && $Object.hasOwnProperty.call(message, "start")) {
                    object.start = $root.dinofleet.v1.StartTraining.toObject(message.start, options, _depth + 1);
                    if (options.oneofs)
                        object.kind = "start";
                }
                if (message.connect != null && $Object.hasOwnProperty.call(message, "connect")) {
                    object.connect = $root.dinofleet.v1.ConnectPeers.toObject(message.connect, options, _depth + 1);
                    if (options.oneofs)
                        object.kind = "connect";
                }
                if (message.saveAndStop != null && $Object.hasOwnProperty.call(message, "saveAndStop")) {
                    object.saveAndStop = $root.dinofleet.v1.SaveAndStop.toObject(message.saveAndStop, options, _depth + 1);
                    if (options.oneofs)
                        object.kind = "saveAndStop";
                }
                if (message.endNow != null && $Object.hasOwnProperty.call(message, "endNow")) {
                    object.endNow = $root.dinofleet.v1.EndNow.toObject(message.endNow, options, _depth + 1);
                    if (options.oneofs)
                        object.kind = "endNow";
                }
                if (message.saveNow != null && $Object.hasOwnProperty.call(message, "saveNow")) {
                    object.saveNow = $root.dinofleet.v1.SaveNow.toObject(message.saveNow, options, _depth + 1);
                    if (options.oneofs)
                        object.kind = "saveNow";
                }
                if (message.heard != null && $Object.hasOwnProperty.call(message, "heard")) {
                    object.heard = $root.dinofleet.v1.Heard.toObject(message.heard, options, _depth + 1);
                    if (options.oneofs)
                        object.kind = "heard";
                }
                return object;
            };

            /**
             * Converts this WorkerCommand to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.WorkerCommand
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            WorkerCommand.prototype.toJSON = function() {
                return WorkerCommand.toObject(this, $protobuf.util.toJSONOptions);
            };

            return WorkerCommand;
        })();

        v1.StartTraining = (function() {

            /**
             * Properties of a StartTraining.
             * @typedef {Object} dinofleet.v1.StartTraining.$Properties
             * @property {string|null} [config] StartTraining config
             * @property {string|null} [outputDir] StartTraining outputDir
             * @property {number|null} [worldSize] StartTraining worldSize
             * @property {number|null} [localRank] StartTraining localRank
             * @property {string|null} [listenHost] StartTraining listenHost
             * @property {number|null} [threads] StartTraining threads
             * @property {string|null} [device] StartTraining device
             * @property {string|null} [resumeFrom] StartTraining resumeFrom
             * @property {string|null} [snapshotDir] StartTraining snapshotDir
             * @property {number|null} [globalBatch] StartTraining globalBatch
             * @property {number|null} [generation] StartTraining generation
             * @property {number|null} [rank] StartTraining rank
             * @property {string|null} [computeType] StartTraining computeType
             * @property {Array.<number>|null} [nodeRanks] StartTraining nodeRanks
             * @property {Uint8Array|null} [peerKey] StartTraining peerKey
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a StartTraining.
             * @memberof dinofleet.v1
             * @interface IStartTraining
             * @augments dinofleet.v1.StartTraining.$Properties
             * @deprecated Use dinofleet.v1.StartTraining.$Properties instead.
             */

            /**
             * Shape of a StartTraining.
             * @typedef {dinofleet.v1.StartTraining.$Properties} dinofleet.v1.StartTraining.$Shape
             */

            /**
             * Constructs a new StartTraining.
             * @memberof dinofleet.v1
             * @classdesc Represents a StartTraining.
             * @constructor
             * @param {dinofleet.v1.StartTraining.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const StartTraining = function (properties) {
                this.nodeRanks = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * StartTraining config.
             * @member {string} config
             * @memberof dinofleet.v1.StartTraining
             * @instance
             */
            StartTraining.prototype.config = "";

            /**
             * StartTraining outputDir.
             * @member {string} outputDir
             * @memberof dinofleet.v1.StartTraining
             * @instance
             */
            StartTraining.prototype.outputDir = "";

            /**
             * StartTraining worldSize.
             * @member {number} worldSize
             * @memberof dinofleet.v1.StartTraining
             * @instance
             */
            StartTraining.prototype.worldSize = 0;

            /**
             * StartTraining localRank.
             * @member {number} localRank
             * @memberof dinofleet.v1.StartTraining
             * @instance
             */
            StartTraining.prototype.localRank = 0;

            /**
             * StartTraining listenHost.
             * @member {string} listenHost
             * @memberof dinofleet.v1.StartTraining
             * @instance
             */
            StartTraining.prototype.listenHost = "";

            /**
             * StartTraining threads.
             * @member {number} threads
             * @memberof dinofleet.v1.StartTraining
             * @instance
             */
            StartTraining.prototype.threads = 0;

            /**
             * StartTraining device.
             * @member {string} device
             * @memberof dinofleet.v1.StartTraining
             * @instance
             */
            StartTraining.prototype.device = "";

            /**
             * StartTraining resumeFrom.
             * @member {string} resumeFrom
             * @memberof dinofleet.v1.StartTraining
             * @instance
             */
            StartTraining.prototype.resumeFrom = "";

            /**
             * StartTraining snapshotDir.
             * @member {string} snapshotDir
             * @memberof dinofleet.v1.StartTraining
             * @instance
             */
            StartTraining.prototype.snapshotDir = "";

            /**
             * StartTraining globalBatch.
             * @member {number} globalBatch
             * @memberof dinofleet.v1.StartTraining
             * @instance
             */
            StartTraining.prototype.globalBatch = 0;

            /**
             * StartTraining generation.
             * @member {number} generation
             * @memberof dinofleet.v1.StartTraining
             * @instance
             */
            StartTraining.prototype.generation = 0;

            /**
             * StartTraining rank.
             * @member {number} rank
             * @memberof dinofleet.v1.StartTraining
             * @instance
             */
            StartTraining.prototype.rank = 0;

            /**
             * StartTraining computeType.
             * @member {string} computeType
             * @memberof dinofleet.v1.StartTraining
             * @instance
             */
            StartTraining.prototype.computeType = "";

            /**
             * StartTraining nodeRanks.
             * @member {Array.<number>} nodeRanks
             * @memberof dinofleet.v1.StartTraining
             * @instance
             */
            StartTraining.prototype.nodeRanks = $util.emptyArray;

            /**
             * StartTraining peerKey.
             * @member {Uint8Array} peerKey
             * @memberof dinofleet.v1.StartTraining
             * @instance
             */
            StartTraining.prototype.peerKey = $util.newBuffer([]);

            /**
             * Creates a new StartTraining instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.StartTraining
             * @static
             * @param {dinofleet.v1.StartTraining.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.StartTraining} StartTraining instance
             * @type {{
             *   (properties: dinofleet.v1.StartTraining.$Shape): dinofleet.v1.StartTraining & dinofleet.v1.StartTraining.$Shape;
             *   (properties?: dinofleet.v1.StartTraining.$Properties): dinofleet.v1.StartTraining;
             * }}
             */
            StartTraining.create = function(properties) {
                return new StartTraining(properties);
            };

            /**
             * Encodes the specified StartTraining message. Does not implicitly {@link dinofleet.v1.StartTraining.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.StartTraining
             * @static
             * @param {dinofleet.v1.StartTraining.$Properties} message StartTraining message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            StartTraining.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.config != null && $Object.hasOwnProperty.call(message, "config") && message.config !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.config);
                if (message.outputDir != null && $Object.hasOwnProperty.call(message, "outputDir") && message.outputDir !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.outputDir);
                if (message.worldSize != null && $Object.hasOwnProperty.call(message, "worldSize") && message.worldSize !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.worldSize);
                if (message.localRank != null && $Object.hasOwnProperty.call(message, "localRank") && message.localRank !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.localRank);
                if (message.listenHost != null && $Object.hasOwnProperty.call(message, "listenHost") && message.listenHost !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.listenHost);
                if (message.threads != null && $Object.hasOwnProperty.call(message, "threads") && message.threads !== 0)
                    writer.uint32(/* id 6, wireType 0 =*/48).uint32(message.threads);
                if (message.device != null && $Object.hasOwnProperty.call(message, "device") && message.device !== "")
                    writer.uint32(/* id 7, wireType 2 =*/58).string(message.device);
                if (message.resumeFrom != null && $Object.hasOwnProperty.call(message, "resumeFrom") && message.resumeFrom !== "")
                    writer.uint32(/* id 8, wireType 2 =*/66).string(message.resumeFrom);
                if (message.snapshotDir != null && $Object.hasOwnProperty.call(message, "snapshotDir") && message.snapshotDir !== "")
                    writer.uint32(/* id 9, wireType 2 =*/74).string(message.snapshotDir);
                if (message.globalBatch != null && $Object.hasOwnProperty.call(message, "globalBatch") && message.globalBatch !== 0)
                    writer.uint32(/* id 10, wireType 0 =*/80).uint32(message.globalBatch);
                if (message.generation != null && $Object.hasOwnProperty.call(message, "generation") && message.generation !== 0)
                    writer.uint32(/* id 11, wireType 0 =*/88).uint32(message.generation);
                if (message.rank != null && $Object.hasOwnProperty.call(message, "rank") && message.rank !== 0)
                    writer.uint32(/* id 12, wireType 0 =*/96).uint32(message.rank);
                if (message.computeType != null && $Object.hasOwnProperty.call(message, "computeType") && message.computeType !== "")
                    writer.uint32(/* id 13, wireType 2 =*/106).string(message.computeType);
                if (message.nodeRanks != null && message.nodeRanks.length)
                    writer.uint32(/* id 14, wireType 2 =*/114).uint32s(message.nodeRanks);
                if (message.peerKey != null && $Object.hasOwnProperty.call(message, "peerKey") && message.peerKey.length)
                    writer.uint32(/* id 15, wireType 2 =*/122).bytes(message.peerKey);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a StartTraining message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.StartTraining
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.StartTraining & dinofleet.v1.StartTraining.$Shape} StartTraining
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            StartTraining.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.StartTraining();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.config = value;
                            else
                                delete message.config;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.outputDir = value;
                            else
                                delete message.outputDir;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.worldSize = value;
                            else
                                delete message.worldSize;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.localRank = value;
                            else
                                delete message.localRank;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.listenHost = value;
                            else
                                delete message.listenHost;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.threads = value;
                            else
                                delete message.threads;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.device = value;
                            else
                                delete message.device;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.resumeFrom = value;
                            else
                                delete message.resumeFrom;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.snapshotDir = value;
                            else
                                delete message.snapshotDir;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.globalBatch = value;
                            else
                                delete message.globalBatch;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.generation = value;
                            else
                                delete message.generation;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.rank = value;
                            else
                                delete message.rank;
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.computeType = value;
                            else
                                delete message.computeType;
                            continue;
                        }
                    case 14: {
                            if (wireType === 2) {
                                if (!(message.nodeRanks && message.nodeRanks.length))
                                    message.nodeRanks = [];
                                reader.uint32s(message.nodeRanks);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.nodeRanks && message.nodeRanks.length))
                                message.nodeRanks = [];
                            message.nodeRanks.push(reader.uint32());
                            continue;
                        }
                    case 15: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.peerKey = value;
                            else
                                delete message.peerKey;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a StartTraining message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.StartTraining
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.StartTraining} StartTraining
             */
            StartTraining.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.StartTraining)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.StartTraining: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.StartTraining();
                if (object.config != null)
                    if (typeof object.config !== "string" || object.config.length)
                        message.config = $String(object.config);
                if (object.outputDir != null)
                    if (typeof object.outputDir !== "string" || object.outputDir.length)
                        message.outputDir = $String(object.outputDir);
                if (object.worldSize != null)
                    if ($Number(object.worldSize) !== 0)
                        message.worldSize = object.worldSize >>> 0;
                if (object.localRank != null)
                    if ($Number(object.localRank) !== 0)
                        message.localRank = object.localRank >>> 0;
                if (object.listenHost != null)
                    if (typeof object.listenHost !== "string" || object.listenHost.length)
                        message.listenHost = $String(object.listenHost);
                if (object.threads != null)
                    if ($Number(object.threads) !== 0)
                        message.threads = object.threads >>> 0;
                if (object.device != null)
                    if (typeof object.device !== "string" || object.device.length)
                        message.device = $String(object.device);
                if (object.resumeFrom != null)
                    if (typeof object.resumeFrom !== "string" || object.resumeFrom.length)
                        message.resumeFrom = $String(object.resumeFrom);
                if (object.snapshotDir != null)
                    if (typeof object.snapshotDir !== "string" || object.snapshotDir.length)
                        message.snapshotDir = $String(object.snapshotDir);
                if (object.globalBatch != null)
                    if ($Number(object.globalBatch) !== 0)
                        message.globalBatch = object.globalBatch >>> 0;
                if (object.generation != null)
                    if ($Number(object.generation) !== 0)
                        message.generation = object.generation >>> 0;
                if (object.rank != null)
                    if ($Number(object.rank) !== 0)
                        message.rank = object.rank >>> 0;
                if (object.computeType != null)
                    if (typeof object.computeType !== "string" || object.computeType.length)
                        message.computeType = $String(object.computeType);
                if (object.nodeRanks) {
                    if (!$Array.isArray(object.nodeRanks))
                        throw $TypeError(".dinofleet.v1.StartTraining.nodeRanks: array expected");
                    message.nodeRanks = $Array(object.nodeRanks.length);
                    for (let i = 0; i < object.nodeRanks.length; ++i)
                        message.nodeRanks[i] = object.nodeRanks[i] >>> 0;
                }
                if (object.peerKey != null)
                    if (object.peerKey.length)
                        if (typeof object.peerKey === "string")
                            $util.base64.decode(object.peerKey, message.peerKey = $util.newBuffer($util.base64.length(object.peerKey)), 0);
                        else if (object.peerKey.length >= 0)
                            message.peerKey = object.peerKey;
                return message;
            };

            /**
             * Creates a plain object from a StartTraining message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.StartTraining
             * @static
             * @param {dinofleet.v1.StartTraining} message StartTraining
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            StartTraining.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.nodeRanks = [];
                if (options.defaults) {
                    object.config = "";
                    object.outputDir = "";
                    object.worldSize = 0;
                    object.localRank = 0;
                    object.listenHost = "";
                    object.threads = 0;
                    object.device = "";
                    object.resumeFrom = "";
                    object.snapshotDir = "";
                    object.globalBatch = 0;
                    object.generation = 0;
                    object.rank = 0;
                    object.computeType = "";
                    if (options.bytes === $String)
                        object.peerKey = "";
                    else {
                        object.peerKey = [];
                        if (options.bytes !== $Array)
                            object.peerKey = $util.newBuffer(object.peerKey);
                    }
                }
                if (message.config != null && $Object.hasOwnProperty.call(message, "config"))
                    object.config = message.config;
                if (message.outputDir != null && $Object.hasOwnProperty.call(message, "outputDir"))
                    object.outputDir = message.outputDir;
                if (message.worldSize != null && $Object.hasOwnProperty.call(message, "worldSize"))
                    object.worldSize = message.worldSize;
                if (message.localRank != null && $Object.hasOwnProperty.call(message, "localRank"))
                    object.localRank = message.localRank;
                if (message.listenHost != null && $Object.hasOwnProperty.call(message, "listenHost"))
                    object.listenHost = message.listenHost;
                if (message.threads != null && $Object.hasOwnProperty.call(message, "threads"))
                    object.threads = message.threads;
                if (message.device != null && $Object.hasOwnProperty.call(message, "device"))
                    object.device = message.device;
                if (message.resumeFrom != null && $Object.hasOwnProperty.call(message, "resumeFrom"))
                    object.resumeFrom = message.resumeFrom;
                if (message.snapshotDir != null && $Object.hasOwnProperty.call(message, "snapshotDir"))
                    object.snapshotDir = message.snapshotDir;
                if (message.globalBatch != null && $Object.hasOwnProperty.call(message, "globalBatch"))
                    object.globalBatch = message.globalBatch;
                if (message.generation != null && $Object.hasOwnProperty.call(message, "generation"))
                    object.generation = message.generation;
                if (message.rank != null && $Object.hasOwnProperty.call(message, "rank"))
                    object.rank = message.rank;
                if (message.computeType != null && $Object.hasOwnProperty.call(message, "computeType"))
                    object.computeType = message.computeType;
                if (message.nodeRanks && message.nodeRanks.length) {
                    object.nodeRanks = $Array(message.nodeRanks.length);
                    for (let j = 0; j < message.nodeRanks.length; ++j)
                        object.nodeRanks[j] = message.nodeRanks[j];
                }
                if (message.peerKey != null && $Object.hasOwnProperty.call(message, "peerKey"))
                    object.peerKey = options.bytes === $String ? $util.base64.encode(message.peerKey, 0, message.peerKey.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.peerKey) : message.peerKey;
                return object;
            };

            /**
             * Converts this StartTraining to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.StartTraining
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            StartTraining.prototype.toJSON = function() {
                return StartTraining.toObject(this, $protobuf.util.toJSONOptions);
            };

            return StartTraining;
        })();

        v1.ConnectPeers = (function() {

            /**
             * Properties of a ConnectPeers.
             * @typedef {Object} dinofleet.v1.ConnectPeers.$Properties
             * @property {Array.<Uint8Array>|null} [addresses] ConnectPeers addresses
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ConnectPeers.
             * @memberof dinofleet.v1
             * @interface IConnectPeers
             * @augments dinofleet.v1.ConnectPeers.$Properties
             * @deprecated Use dinofleet.v1.ConnectPeers.$Properties instead.
             */

            /**
             * Shape of a ConnectPeers.
             * @typedef {dinofleet.v1.ConnectPeers.$Properties} dinofleet.v1.ConnectPeers.$Shape
             */

            /**
             * Constructs a new ConnectPeers.
             * @memberof dinofleet.v1
             * @classdesc Represents a ConnectPeers.
             * @constructor
             * @param {dinofleet.v1.ConnectPeers.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ConnectPeers = function (properties) {
                this.addresses = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ConnectPeers addresses.
             * @member {Array.<Uint8Array>} addresses
             * @memberof dinofleet.v1.ConnectPeers
             * @instance
             */
            ConnectPeers.prototype.addresses = $util.emptyArray;

            /**
             * Creates a new ConnectPeers instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.ConnectPeers
             * @static
             * @param {dinofleet.v1.ConnectPeers.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.ConnectPeers} ConnectPeers instance
             * @type {{
             *   (properties: dinofleet.v1.ConnectPeers.$Shape): dinofleet.v1.ConnectPeers & dinofleet.v1.ConnectPeers.$Shape;
             *   (properties?: dinofleet.v1.ConnectPeers.$Properties): dinofleet.v1.ConnectPeers;
             * }}
             */
            ConnectPeers.create = function(properties) {
                return new ConnectPeers(properties);
            };

            /**
             * Encodes the specified ConnectPeers message. Does not implicitly {@link dinofleet.v1.ConnectPeers.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.ConnectPeers
             * @static
             * @param {dinofleet.v1.ConnectPeers.$Properties} message ConnectPeers message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ConnectPeers.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.addresses != null && message.addresses.length)
                    for (let i = 0; i < message.addresses.length; ++i)
                        writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.addresses[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ConnectPeers message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.ConnectPeers
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.ConnectPeers & dinofleet.v1.ConnectPeers.$Shape} ConnectPeers
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ConnectPeers.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.ConnectPeers();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.addresses && message.addresses.length))
                                message.addresses = [];
                            message.addresses.push(reader.bytes());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a ConnectPeers message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.ConnectPeers
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.ConnectPeers} ConnectPeers
             */
            ConnectPeers.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.ConnectPeers)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.ConnectPeers: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.ConnectPeers();
                if (object.addresses) {
                    if (!$Array.isArray(object.addresses))
                        throw $TypeError(".dinofleet.v1.ConnectPeers.addresses: array expected");
                    message.addresses = $Array(object.addresses.length);
                    for (let i = 0; i < object.addresses.length; ++i)
                        if (typeof object.addresses[i] === "string")
                            $util.base64.decode(object.addresses[i], message.addresses[i] = $util.newBuffer($util.base64.length(object.addresses[i])), 0);
                        else if (object.addresses[i].length >= 0)
                            message.addresses[i] = object.addresses[i];
                }
                return message;
            };

            /**
             * Creates a plain object from a ConnectPeers message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.ConnectPeers
             * @static
             * @param {dinofleet.v1.ConnectPeers} message ConnectPeers
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            ConnectPeers.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.addresses = [];
                if (message.addresses && message.addresses.length) {
                    object.addresses = $Array(message.addresses.length);
                    for (let j = 0; j < message.addresses.length; ++j)
                        object.addresses[j] = options.bytes === $String ? $util.base64.encode(message.addresses[j], 0, message.addresses[j].length) : options.bytes === $Array ? $Array.prototype.slice.call(message.addresses[j]) : message.addresses[j];
                }
                return object;
            };

            /**
             * Converts this ConnectPeers to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.ConnectPeers
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            ConnectPeers.prototype.toJSON = function() {
                return ConnectPeers.toObject(this, $protobuf.util.toJSONOptions);
            };

            return ConnectPeers;
        })();

        v1.SaveAndStop = (function() {

            /**
             * Properties of a SaveAndStop.
             * @typedef {Object} dinofleet.v1.SaveAndStop.$Properties
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a SaveAndStop.
             * @memberof dinofleet.v1
             * @interface ISaveAndStop
             * @augments dinofleet.v1.SaveAndStop.$Properties
             * @deprecated Use dinofleet.v1.SaveAndStop.$Properties instead.
             */

            /**
             * Shape of a SaveAndStop.
             * @typedef {dinofleet.v1.SaveAndStop.$Properties} dinofleet.v1.SaveAndStop.$Shape
             */

            /**
             * Constructs a new SaveAndStop.
             * @memberof dinofleet.v1
             * @classdesc Represents a SaveAndStop.
             * @constructor
             * @param {dinofleet.v1.SaveAndStop.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const SaveAndStop = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Creates a new SaveAndStop instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.SaveAndStop
             * @static
             * @param {dinofleet.v1.SaveAndStop.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.SaveAndStop} SaveAndStop instance
             * @type {{
             *   (properties: dinofleet.v1.SaveAndStop.$Shape): dinofleet.v1.SaveAndStop & dinofleet.v1.SaveAndStop.$Shape;
             *   (properties?: dinofleet.v1.SaveAndStop.$Properties): dinofleet.v1.SaveAndStop;
             * }}
             */
            SaveAndStop.create = function(properties) {
                return new SaveAndStop(properties);
            };

            /**
             * Encodes the specified SaveAndStop message. Does not implicitly {@link dinofleet.v1.SaveAndStop.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.SaveAndStop
             * @static
             * @param {dinofleet.v1.SaveAndStop.$Properties} message SaveAndStop message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            SaveAndStop.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a SaveAndStop message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.SaveAndStop
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.SaveAndStop & dinofleet.v1.SaveAndStop.$Shape} SaveAndStop
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            SaveAndStop.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.SaveAndStop();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a SaveAndStop message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.SaveAndStop
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.SaveAndStop} SaveAndStop
             */
            SaveAndStop.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.SaveAndStop)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.SaveAndStop: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                return new $root.dinofleet.v1.SaveAndStop();
            };

            /**
             * Creates a plain object from a SaveAndStop message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.SaveAndStop
             * @static
             * @param {dinofleet.v1.SaveAndStop} message SaveAndStop
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            SaveAndStop.toObject = function () {
                return {};
            };

            /**
             * Converts this SaveAndStop to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.SaveAndStop
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            SaveAndStop.prototype.toJSON = function() {
                return SaveAndStop.toObject(this, $protobuf.util.toJSONOptions);
            };

            return SaveAndStop;
        })();

        v1.EndNow = (function() {

            /**
             * Properties of an EndNow.
             * @typedef {Object} dinofleet.v1.EndNow.$Properties
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an EndNow.
             * @memberof dinofleet.v1
             * @interface IEndNow
             * @augments dinofleet.v1.EndNow.$Properties
             * @deprecated Use dinofleet.v1.EndNow.$Properties instead.
             */

            /**
             * Shape of an EndNow.
             * @typedef {dinofleet.v1.EndNow.$Properties} dinofleet.v1.EndNow.$Shape
             */

            /**
             * Constructs a new EndNow.
             * @memberof dinofleet.v1
             * @classdesc Represents an EndNow.
             * @constructor
             * @param {dinofleet.v1.EndNow.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const EndNow = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Creates a new EndNow instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.EndNow
             * @static
             * @param {dinofleet.v1.EndNow.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.EndNow} EndNow instance
             * @type {{
             *   (properties: dinofleet.v1.EndNow.$Shape): dinofleet.v1.EndNow & dinofleet.v1.EndNow.$Shape;
             *   (properties?: dinofleet.v1.EndNow.$Properties): dinofleet.v1.EndNow;
             * }}
             */
            EndNow.create = function(properties) {
                return new EndNow(properties);
            };

            /**
             * Encodes the specified EndNow message. Does not implicitly {@link dinofleet.v1.EndNow.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.EndNow
             * @static
             * @param {dinofleet.v1.EndNow.$Properties} message EndNow message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            EndNow.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an EndNow message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.EndNow
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.EndNow & dinofleet.v1.EndNow.$Shape} EndNow
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            EndNow.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.EndNow();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates an EndNow message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.EndNow
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.EndNow} EndNow
             */
            EndNow.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.EndNow)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.EndNow: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                return new $root.dinofleet.v1.EndNow();
            };

            /**
             * Creates a plain object from an EndNow message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.EndNow
             * @static
             * @param {dinofleet.v1.EndNow} message EndNow
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            EndNow.toObject = function () {
                return {};
            };

            /**
             * Converts this EndNow to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.EndNow
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            EndNow.prototype.toJSON = function() {
                return EndNow.toObject(this, $protobuf.util.toJSONOptions);
            };

            return EndNow;
        })();

        v1.SaveNow = (function() {

            /**
             * Properties of a SaveNow.
             * @typedef {Object} dinofleet.v1.SaveNow.$Properties
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a SaveNow.
             * @memberof dinofleet.v1
             * @interface ISaveNow
             * @augments dinofleet.v1.SaveNow.$Properties
             * @deprecated Use dinofleet.v1.SaveNow.$Properties instead.
             */

            /**
             * Shape of a SaveNow.
             * @typedef {dinofleet.v1.SaveNow.$Properties} dinofleet.v1.SaveNow.$Shape
             */

            /**
             * Constructs a new SaveNow.
             * @memberof dinofleet.v1
             * @classdesc Represents a SaveNow.
             * @constructor
             * @param {dinofleet.v1.SaveNow.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const SaveNow = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Creates a new SaveNow instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.SaveNow
             * @static
             * @param {dinofleet.v1.SaveNow.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.SaveNow} SaveNow instance
             * @type {{
             *   (properties: dinofleet.v1.SaveNow.$Shape): dinofleet.v1.SaveNow & dinofleet.v1.SaveNow.$Shape;
             *   (properties?: dinofleet.v1.SaveNow.$Properties): dinofleet.v1.SaveNow;
             * }}
             */
            SaveNow.create = function(properties) {
                return new SaveNow(properties);
            };

            /**
             * Encodes the specified SaveNow message. Does not implicitly {@link dinofleet.v1.SaveNow.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.SaveNow
             * @static
             * @param {dinofleet.v1.SaveNow.$Properties} message SaveNow message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            SaveNow.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a SaveNow message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.SaveNow
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.SaveNow & dinofleet.v1.SaveNow.$Shape} SaveNow
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            SaveNow.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.SaveNow();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a SaveNow message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.SaveNow
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.SaveNow} SaveNow
             */
            SaveNow.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.SaveNow)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.SaveNow: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                return new $root.dinofleet.v1.SaveNow();
            };

            /**
             * Creates a plain object from a SaveNow message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.SaveNow
             * @static
             * @param {dinofleet.v1.SaveNow} message SaveNow
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            SaveNow.toObject = function () {
                return {};
            };

            /**
             * Converts this SaveNow to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.SaveNow
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            SaveNow.prototype.toJSON = function() {
                return SaveNow.toObject(this, $protobuf.util.toJSONOptions);
            };

            return SaveNow;
        })();

        v1.StatusRequest = (function() {

            /**
             * Properties of a StatusRequest.
             * @typedef {Object} dinofleet.v1.StatusRequest.$Properties
             * @property {number|null} [everyMs] StatusRequest everyMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a StatusRequest.
             * @memberof dinofleet.v1
             * @interface IStatusRequest
             * @augments dinofleet.v1.StatusRequest.$Properties
             * @deprecated Use dinofleet.v1.StatusRequest.$Properties instead.
             */

            /**
             * Shape of a StatusRequest.
             * @typedef {dinofleet.v1.StatusRequest.$Properties} dinofleet.v1.StatusRequest.$Shape
             */

            /**
             * Constructs a new StatusRequest.
             * @memberof dinofleet.v1
             * @classdesc Represents a StatusRequest.
             * @constructor
             * @param {dinofleet.v1.StatusRequest.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const StatusRequest = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * StatusRequest everyMs.
             * @member {number} everyMs
             * @memberof dinofleet.v1.StatusRequest
             * @instance
             */
            StatusRequest.prototype.everyMs = 0;

            /**
             * Creates a new StatusRequest instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.StatusRequest
             * @static
             * @param {dinofleet.v1.StatusRequest.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.StatusRequest} StatusRequest instance
             * @type {{
             *   (properties: dinofleet.v1.StatusRequest.$Shape): dinofleet.v1.StatusRequest & dinofleet.v1.StatusRequest.$Shape;
             *   (properties?: dinofleet.v1.StatusRequest.$Properties): dinofleet.v1.StatusRequest;
             * }}
             */
            StatusRequest.create = function(properties) {
                return new StatusRequest(properties);
            };

            /**
             * Encodes the specified StatusRequest message. Does not implicitly {@link dinofleet.v1.StatusRequest.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.StatusRequest
             * @static
             * @param {dinofleet.v1.StatusRequest.$Properties} message StatusRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            StatusRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.everyMs != null && $Object.hasOwnProperty.call(message, "everyMs") && message.everyMs !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.everyMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a StatusRequest message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.StatusRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.StatusRequest & dinofleet.v1.StatusRequest.$Shape} StatusRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            StatusRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.StatusRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.everyMs = value;
                            else
                                delete message.everyMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a StatusRequest message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.StatusRequest
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.StatusRequest} StatusRequest
             */
            StatusRequest.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.StatusRequest)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.StatusRequest: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.StatusRequest();
                if (object.everyMs != null)
                    if ($Number(object.everyMs) !== 0)
                        message.everyMs = object.everyMs >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a StatusRequest message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.StatusRequest
             * @static
             * @param {dinofleet.v1.StatusRequest} message StatusRequest
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            StatusRequest.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.everyMs = 0;
                if (message.everyMs != null && $Object.hasOwnProperty.call(message, "everyMs"))
                    object.everyMs = message.everyMs;
                return object;
            };

            /**
             * Converts this StatusRequest to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.StatusRequest
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            StatusRequest.prototype.toJSON = function() {
                return StatusRequest.toObject(this, $protobuf.util.toJSONOptions);
            };

            return StatusRequest;
        })();

        v1.FollowRequest = (function() {

            /**
             * Properties of a FollowRequest.
             * @typedef {Object} dinofleet.v1.FollowRequest.$Properties
             * @property {dinofleet.v1.CoordinatorLines.$Properties|null} [coordinator] FollowRequest coordinator
             * @property {dinofleet.v1.RankLines.$Properties|null} [rank] FollowRequest rank
             * @property {number|null} [lines] FollowRequest lines
             * @property {boolean|null} [follow] FollowRequest follow
             * @property {"coordinator"|"rank"} [what] FollowRequest what
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a FollowRequest.
             * @memberof dinofleet.v1
             * @interface IFollowRequest
             * @augments dinofleet.v1.FollowRequest.$Properties
             * @deprecated Use dinofleet.v1.FollowRequest.$Properties instead.
             */

            /**
             * Narrowed shape of a FollowRequest.
             * @typedef {{
             *   coordinator?: dinofleet.v1.CoordinatorLines.$Shape|null;
             *   rank?: dinofleet.v1.RankLines.$Shape|null;
             *   lines?: number|null;
             *   follow?: boolean|null;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ what?: undefined; coordinator?: null; rank?: null }|{ what?: "coordinator"; coordinator: dinofleet.v1.CoordinatorLines.$Shape; rank?: null }|{ what?: "rank"; coordinator?: null; rank: dinofleet.v1.RankLines.$Shape })
             * )} dinofleet.v1.FollowRequest.$Shape
             */

            /**
             * Constructs a new FollowRequest.
             * @memberof dinofleet.v1
             * @classdesc Represents a FollowRequest.
             * @constructor
             * @param {dinofleet.v1.FollowRequest.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const FollowRequest = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * FollowRequest coordinator.
             * @member {dinofleet.v1.CoordinatorLines.$Properties|null|undefined} coordinator
             * @memberof dinofleet.v1.FollowRequest
             * @instance
             */
            FollowRequest.prototype.coordinator = null;

            /**
             * FollowRequest rank.
             * @member {dinofleet.v1.RankLines.$Properties|null|undefined} rank
             * @memberof dinofleet.v1.FollowRequest
             * @instance
             */
            FollowRequest.prototype.rank = null;

            /**
             * FollowRequest lines.
             * @member {number} lines
             * @memberof dinofleet.v1.FollowRequest
             * @instance
             */
            FollowRequest.prototype.lines = 0;

            /**
             * FollowRequest follow.
             * @member {boolean} follow
             * @memberof dinofleet.v1.FollowRequest
             * @instance
             */
            FollowRequest.prototype.follow = false;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            /**
             * FollowRequest what.
             * @member {"coordinator"|"rank"|undefined} what
             * @memberof dinofleet.v1.FollowRequest
             * @instance
             */
            $Object.defineProperty(FollowRequest.prototype, "what", {
                get: $util.oneOfGetter($oneOfFields = ["coordinator", "rank"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Creates a new FollowRequest instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.FollowRequest
             * @static
             * @param {dinofleet.v1.FollowRequest.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.FollowRequest} FollowRequest instance
             * @type {{
             *   (properties: dinofleet.v1.FollowRequest.$Shape): dinofleet.v1.FollowRequest & dinofleet.v1.FollowRequest.$Shape;
             *   (properties?: dinofleet.v1.FollowRequest.$Properties): dinofleet.v1.FollowRequest;
             * }}
             */
            FollowRequest.create = function(properties) {
                return new FollowRequest(properties);
            };

            /**
             * Encodes the specified FollowRequest message. Does not implicitly {@link dinofleet.v1.FollowRequest.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.FollowRequest
             * @static
             * @param {dinofleet.v1.FollowRequest.$Properties} message FollowRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            FollowRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.coordinator != null && $Object.hasOwnProperty.call(message, "coordinator"))
                    $root.dinofleet.v1.CoordinatorLines.encode(message.coordinator, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.rank != null && $Object.hasOwnProperty.call(message, "rank"))
                    $root.dinofleet.v1.RankLines.encode(message.rank, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.lines != null && $Object.hasOwnProperty.call(message, "lines") && message.lines !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.lines);
                if (message.follow != null && $Object.hasOwnProperty.call(message, "follow") && message.follow !== false)
                    writer.uint32(/* id 4, wireType 0 =*/32).bool(message.follow);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a FollowRequest message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.FollowRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.FollowRequest & dinofleet.v1.FollowRequest.$Shape} FollowRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            FollowRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.FollowRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.coordinator = $root.dinofleet.v1.CoordinatorLines.decode(reader, reader.size(), $undefined, _depth + 1, message.coordinator);
                            message.what = "coordinator";
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.rank = $root.dinofleet.v1.RankLines.decode(reader, reader.size(), $undefined, _depth + 1, message.rank);
                            message.what = "rank";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.lines = value;
                            else
                                delete message.lines;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.follow = value;
                            else
                                delete message.follow;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a FollowRequest message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.FollowRequest
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.FollowRequest} FollowRequest
             */
            FollowRequest.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.FollowRequest)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.FollowRequest: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.FollowRequest();
                if (object.coordinator != null) {
                    if (!$util.isObject(object.coordinator))
                        throw $TypeError(".dinofleet.v1.FollowRequest.coordinator: object expected");
                    message.coordinator = $root.dinofleet.v1.CoordinatorLines.fromObject(object.coordinator, _depth + 1);
                }
                if (object.rank != null) {
                    if (!$util.isObject(object.rank))
                        throw $TypeError(".dinofleet.v1.FollowRequest.rank: object expected");
                    message.rank = $root.dinofleet.v1.RankLines.fromObject(object.rank, _depth + 1);
                }
                if (object.lines != null)
                    if ($Number(object.lines) !== 0)
                        message.lines = object.lines >>> 0;
                if (object.follow != null)
                    if (object.follow)
                        message.follow = $Boolean(object.follow);
                return message;
            };

            /**
             * Creates a plain object from a FollowRequest message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.FollowRequest
             * @static
             * @param {dinofleet.v1.FollowRequest} message FollowRequest
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            FollowRequest.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.lines = 0;
                    object.follow = false;
                }
                if (message.coordinator != null && $Object.hasOwnProperty.call(message, "coordinator")) {
                    object.coordinator = $root.dinofleet.v1.CoordinatorLines.toObject(message.coordinator, options, _depth + 1);
                    if (options.oneofs)
                        object.what = "coordinator";
                }
                if (message.rank != null && $Object.hasOwnProperty.call(message, "rank")) {
                    object.rank = $root.dinofleet.v1.RankLines.toObject(message.rank, options, _depth + 1);
                    if (options.oneofs)
                        object.what = "rank";
                }
                if (message.lines != null && $Object.hasOwnProperty.call(message, "lines"))
                    object.lines = message.lines;
                if (message.follow != null && $Object.hasOwnProperty.call(message, "follow"))
                    object.follow = message.follow;
                return object;
            };

            /**
             * Converts this FollowRequest to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.FollowRequest
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            FollowRequest.prototype.toJSON = function() {
                return FollowRequest.toObject(this, $protobuf.util.toJSONOptions);
            };

            return FollowRequest;
        })();

        v1.CoordinatorLines = (function() {

            /**
             * Properties of a CoordinatorLines.
             * @typedef {Object} dinofleet.v1.CoordinatorLines.$Properties
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a CoordinatorLines.
             * @memberof dinofleet.v1
             * @interface ICoordinatorLines
             * @augments dinofleet.v1.CoordinatorLines.$Properties
             * @deprecated Use dinofleet.v1.CoordinatorLines.$Properties instead.
             */

            /**
             * Shape of a CoordinatorLines.
             * @typedef {dinofleet.v1.CoordinatorLines.$Properties} dinofleet.v1.CoordinatorLines.$Shape
             */

            /**
             * Constructs a new CoordinatorLines.
             * @memberof dinofleet.v1
             * @classdesc Represents a CoordinatorLines.
             * @constructor
             * @param {dinofleet.v1.CoordinatorLines.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const CoordinatorLines = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Creates a new CoordinatorLines instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.CoordinatorLines
             * @static
             * @param {dinofleet.v1.CoordinatorLines.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.CoordinatorLines} CoordinatorLines instance
             * @type {{
             *   (properties: dinofleet.v1.CoordinatorLines.$Shape): dinofleet.v1.CoordinatorLines & dinofleet.v1.CoordinatorLines.$Shape;
             *   (properties?: dinofleet.v1.CoordinatorLines.$Properties): dinofleet.v1.CoordinatorLines;
             * }}
             */
            CoordinatorLines.create = function(properties) {
                return new CoordinatorLines(properties);
            };

            /**
             * Encodes the specified CoordinatorLines message. Does not implicitly {@link dinofleet.v1.CoordinatorLines.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.CoordinatorLines
             * @static
             * @param {dinofleet.v1.CoordinatorLines.$Properties} message CoordinatorLines message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            CoordinatorLines.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a CoordinatorLines message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.CoordinatorLines
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.CoordinatorLines & dinofleet.v1.CoordinatorLines.$Shape} CoordinatorLines
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            CoordinatorLines.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.CoordinatorLines();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a CoordinatorLines message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.CoordinatorLines
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.CoordinatorLines} CoordinatorLines
             */
            CoordinatorLines.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.CoordinatorLines)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.CoordinatorLines: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                return new $root.dinofleet.v1.CoordinatorLines();
            };

            /**
             * Creates a plain object from a CoordinatorLines message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.CoordinatorLines
             * @static
             * @param {dinofleet.v1.CoordinatorLines} message CoordinatorLines
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            CoordinatorLines.toObject = function () {
                return {};
            };

            /**
             * Converts this CoordinatorLines to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.CoordinatorLines
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            CoordinatorLines.prototype.toJSON = function() {
                return CoordinatorLines.toObject(this, $protobuf.util.toJSONOptions);
            };

            return CoordinatorLines;
        })();

        v1.RankLines = (function() {

            /**
             * Properties of a RankLines.
             * @typedef {Object} dinofleet.v1.RankLines.$Properties
             * @property {number|null} [rank] RankLines rank
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a RankLines.
             * @memberof dinofleet.v1
             * @interface IRankLines
             * @augments dinofleet.v1.RankLines.$Properties
             * @deprecated Use dinofleet.v1.RankLines.$Properties instead.
             */

            /**
             * Shape of a RankLines.
             * @typedef {dinofleet.v1.RankLines.$Properties} dinofleet.v1.RankLines.$Shape
             */

            /**
             * Constructs a new RankLines.
             * @memberof dinofleet.v1
             * @classdesc Represents a RankLines.
             * @constructor
             * @param {dinofleet.v1.RankLines.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const RankLines = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * RankLines rank.
             * @member {number} rank
             * @memberof dinofleet.v1.RankLines
             * @instance
             */
            RankLines.prototype.rank = 0;

            /**
             * Creates a new RankLines instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.RankLines
             * @static
             * @param {dinofleet.v1.RankLines.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.RankLines} RankLines instance
             * @type {{
             *   (properties: dinofleet.v1.RankLines.$Shape): dinofleet.v1.RankLines & dinofleet.v1.RankLines.$Shape;
             *   (properties?: dinofleet.v1.RankLines.$Properties): dinofleet.v1.RankLines;
             * }}
             */
            RankLines.create = function(properties) {
                return new RankLines(properties);
            };

            /**
             * Encodes the specified RankLines message. Does not implicitly {@link dinofleet.v1.RankLines.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.RankLines
             * @static
             * @param {dinofleet.v1.RankLines.$Properties} message RankLines message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            RankLines.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.rank != null && $Object.hasOwnProperty.call(message, "rank") && message.rank !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.rank);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a RankLines message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.RankLines
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.RankLines & dinofleet.v1.RankLines.$Shape} RankLines
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            RankLines.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.RankLines();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.rank = value;
                            else
                                delete message.rank;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a RankLines message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.RankLines
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.RankLines} RankLines
             */
            RankLines.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.RankLines)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.RankLines: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.RankLines();
                if (object.rank != null)
                    if ($Number(object.rank) !== 0)
                        message.rank = object.rank >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a RankLines message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.RankLines
             * @static
             * @param {dinofleet.v1.RankLines} message RankLines
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            RankLines.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.rank = 0;
                if (message.rank != null && $Object.hasOwnProperty.call(message, "rank"))
                    object.rank = message.rank;
                return object;
            };

            /**
             * Converts this RankLines to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.RankLines
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            RankLines.prototype.toJSON = function() {
                return RankLines.toObject(this, $protobuf.util.toJSONOptions);
            };

            return RankLines;
        })();

        v1.OperatorOrder = (function() {

            /**
             * Properties of an OperatorOrder.
             * @typedef {Object} dinofleet.v1.OperatorOrder.$Properties
             * @property {dinofleet.v1.StopJob.$Properties|null} [stop] OperatorOrder stop
             * @property {dinofleet.v1.SaveJob.$Properties|null} [save] OperatorOrder save
             * @property {dinofleet.v1.DrainNode.$Properties|null} [drain] OperatorOrder drain
             * @property {"stop"|"save"|"drain"} [kind] OperatorOrder kind
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an OperatorOrder.
             * @memberof dinofleet.v1
             * @interface IOperatorOrder
             * @augments dinofleet.v1.OperatorOrder.$Properties
             * @deprecated Use dinofleet.v1.OperatorOrder.$Properties instead.
             */

            /**
             * Narrowed shape of an OperatorOrder.
             * @typedef {{
             *   stop?: dinofleet.v1.StopJob.$Shape|null;
             *   save?: dinofleet.v1.SaveJob.$Shape|null;
             *   drain?: dinofleet.v1.DrainNode.$Shape|null;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ kind?: undefined; stop?: null; save?: null; drain?: null }|{ kind?: "stop"; stop: dinofleet.v1.StopJob.$Shape; save?: null; drain?: null }|{ kind?: "save"; stop?: null; save: dinofleet.v1.SaveJob.$Shape; drain?: null }|{ kind?: "drain"; stop?: null; save?: null; drain: dinofleet.v1.DrainNode.$Shape })
             * )} dinofleet.v1.OperatorOrder.$Shape
             */

            /**
             * Constructs a new OperatorOrder.
             * @memberof dinofleet.v1
             * @classdesc Represents an OperatorOrder.
             * @constructor
             * @param {dinofleet.v1.OperatorOrder.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const OperatorOrder = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * OperatorOrder stop.
             * @member {dinofleet.v1.StopJob.$Properties|null|undefined} stop
             * @memberof dinofleet.v1.OperatorOrder
             * @instance
             */
            OperatorOrder.prototype.stop = null;

            /**
             * OperatorOrder save.
             * @member {dinofleet.v1.SaveJob.$Properties|null|undefined} save
             * @memberof dinofleet.v1.OperatorOrder
             * @instance
             */
            OperatorOrder.prototype.save = null;

            /**
             * OperatorOrder drain.
             * @member {dinofleet.v1.DrainNode.$Properties|null|undefined} drain
             * @memberof dinofleet.v1.OperatorOrder
             * @instance
             */
            OperatorOrder.prototype.drain = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            /**
             * OperatorOrder kind.
             * @member {"stop"|"save"|"drain"|undefined} kind
             * @memberof dinofleet.v1.OperatorOrder
             * @instance
             */
            $Object.defineProperty(OperatorOrder.prototype, "kind", {
                get: $util.oneOfGetter($oneOfFields = ["stop", "save", "drain"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Creates a new OperatorOrder instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.OperatorOrder
             * @static
             * @param {dinofleet.v1.OperatorOrder.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.OperatorOrder} OperatorOrder instance
             * @type {{
             *   (properties: dinofleet.v1.OperatorOrder.$Shape): dinofleet.v1.OperatorOrder & dinofleet.v1.OperatorOrder.$Shape;
             *   (properties?: dinofleet.v1.OperatorOrder.$Properties): dinofleet.v1.OperatorOrder;
             * }}
             */
            OperatorOrder.create = function(properties) {
                return new OperatorOrder(properties);
            };

            /**
             * Encodes the specified OperatorOrder message. Does not implicitly {@link dinofleet.v1.OperatorOrder.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.OperatorOrder
             * @static
             * @param {dinofleet.v1.OperatorOrder.$Properties} message OperatorOrder message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            OperatorOrder.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.stop != null && $Object.hasOwnProperty.call(message, "stop"))
                    $root.dinofleet.v1.StopJob.encode(message.stop, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.save != null && $Object.hasOwnProperty.call(message, "save"))
                    $root.dinofleet.v1.SaveJob.encode(message.save, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.drain != null && $Object.hasOwnProperty.call(message, "drain"))
                    $root.dinofleet.v1.DrainNode.encode(message.drain, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an OperatorOrder message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.OperatorOrder
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.OperatorOrder & dinofleet.v1.OperatorOrder.$Shape} OperatorOrder
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            OperatorOrder.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.OperatorOrder();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.stop = $root.dinofleet.v1.StopJob.decode(reader, reader.size(), $undefined, _depth + 1, message.stop);
                            message.kind = "stop";
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.save = $root.dinofleet.v1.SaveJob.decode(reader, reader.size(), $undefined, _depth + 1, message.save);
                            message.kind = "save";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.drain = $root.dinofleet.v1.DrainNode.decode(reader, reader.size(), $undefined, _depth + 1, message.drain);
                            message.kind = "drain";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates an OperatorOrder message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.OperatorOrder
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.OperatorOrder} OperatorOrder
             */
            OperatorOrder.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.OperatorOrder)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.OperatorOrder: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.OperatorOrder();
                if (object.stop != null) {
                    if (!$util.isObject(object.stop))
                        throw $TypeError(".dinofleet.v1.OperatorOrder.stop: object expected");
                    message.stop = $root.dinofleet.v1.StopJob.fromObject(object.stop, _depth + 1);
                }
                if (object.save != null) {
                    if (!$util.isObject(object.save))
                        throw $TypeError(".dinofleet.v1.OperatorOrder.save: object expected");
                    message.save = $root.dinofleet.v1.SaveJob.fromObject(object.save, _depth + 1);
                }
                if (object.drain != null) {
                    if (!$util.isObject(object.drain))
                        throw $TypeError(".dinofleet.v1.OperatorOrder.drain: object expected");
                    message.drain = $root.dinofleet.v1.DrainNode.fromObject(object.drain, _depth + 1);
                }
                return message;
            };

            /**
             * Creates a plain object from an OperatorOrder message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.OperatorOrder
             * @static
             * @param {dinofleet.v1.OperatorOrder} message OperatorOrder
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            OperatorOrder.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (message.stop != null && $Object.hasOwnProperty.call(message, "stop")) {
                    object.stop = $root.dinofleet.v1.StopJob.toObject(message.stop, options, _depth + 1);
                    if (options.oneofs)
                        object.kind = "stop";
                }
                if (message.save != null && $Object.hasOwnProperty.call(message, "save")) {
                    object.save = $root.dinofleet.v1.SaveJob.toObject(message.save, options, _depth + 1);
                    if (options.oneofs)
                        object.kind = "save";
                }
                if (message.drain != null && $Object.hasOwnProperty.call(message, "drain")) {
                    object.drain = $root.dinofleet.v1.DrainNode.toObject(message.drain, options, _depth + 1);
                    if (options.oneofs)
                        object.kind = "drain";
                }
                return object;
            };

            /**
             * Converts this OperatorOrder to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.OperatorOrder
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            OperatorOrder.prototype.toJSON = function() {
                return OperatorOrder.toObject(this, $protobuf.util.toJSONOptions);
            };

            return OperatorOrder;
        })();

        v1.StopJob = (function() {

            /**
             * Properties of a StopJob.
             * @typedef {Object} dinofleet.v1.StopJob.$Properties
             * @property {boolean|null} [now] StopJob now
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a StopJob.
             * @memberof dinofleet.v1
             * @interface IStopJob
             * @augments dinofleet.v1.StopJob.$Properties
             * @deprecated Use dinofleet.v1.StopJob.$Properties instead.
             */

            /**
             * Shape of a StopJob.
             * @typedef {dinofleet.v1.StopJob.$Properties} dinofleet.v1.StopJob.$Shape
             */

            /**
             * Constructs a new StopJob.
             * @memberof dinofleet.v1
             * @classdesc Represents a StopJob.
             * @constructor
             * @param {dinofleet.v1.StopJob.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const StopJob = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * StopJob now.
             * @member {boolean} now
             * @memberof dinofleet.v1.StopJob
             * @instance
             */
            StopJob.prototype.now = false;

            /**
             * Creates a new StopJob instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.StopJob
             * @static
             * @param {dinofleet.v1.StopJob.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.StopJob} StopJob instance
             * @type {{
             *   (properties: dinofleet.v1.StopJob.$Shape): dinofleet.v1.StopJob & dinofleet.v1.StopJob.$Shape;
             *   (properties?: dinofleet.v1.StopJob.$Properties): dinofleet.v1.StopJob;
             * }}
             */
            StopJob.create = function(properties) {
                return new StopJob(properties);
            };

            /**
             * Encodes the specified StopJob message. Does not implicitly {@link dinofleet.v1.StopJob.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.StopJob
             * @static
             * @param {dinofleet.v1.StopJob.$Properties} message StopJob message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            StopJob.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.now != null && $Object.hasOwnProperty.call(message, "now") && message.now !== false)
                    writer.uint32(/* id 1, wireType 0 =*/8).bool(message.now);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a StopJob message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.StopJob
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.StopJob & dinofleet.v1.StopJob.$Shape} StopJob
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            StopJob.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.StopJob();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.now = value;
                            else
                                delete message.now;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a StopJob message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.StopJob
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.StopJob} StopJob
             */
            StopJob.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.StopJob)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.StopJob: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.StopJob();
                if (object.now != null)
                    if (object.now)
                        message.now = $Boolean(object.now);
                return message;
            };

            /**
             * Creates a plain object from a StopJob message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.StopJob
             * @static
             * @param {dinofleet.v1.StopJob} message StopJob
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            StopJob.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.now = false;
                if (message.now != null && $Object.hasOwnProperty.call(message, "now"))
                    object.now = message.now;
                return object;
            };

            /**
             * Converts this StopJob to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.StopJob
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            StopJob.prototype.toJSON = function() {
                return StopJob.toObject(this, $protobuf.util.toJSONOptions);
            };

            return StopJob;
        })();

        v1.SaveJob = (function() {

            /**
             * Properties of a SaveJob.
             * @typedef {Object} dinofleet.v1.SaveJob.$Properties
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a SaveJob.
             * @memberof dinofleet.v1
             * @interface ISaveJob
             * @augments dinofleet.v1.SaveJob.$Properties
             * @deprecated Use dinofleet.v1.SaveJob.$Properties instead.
             */

            /**
             * Shape of a SaveJob.
             * @typedef {dinofleet.v1.SaveJob.$Properties} dinofleet.v1.SaveJob.$Shape
             */

            /**
             * Constructs a new SaveJob.
             * @memberof dinofleet.v1
             * @classdesc Represents a SaveJob.
             * @constructor
             * @param {dinofleet.v1.SaveJob.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const SaveJob = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Creates a new SaveJob instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.SaveJob
             * @static
             * @param {dinofleet.v1.SaveJob.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.SaveJob} SaveJob instance
             * @type {{
             *   (properties: dinofleet.v1.SaveJob.$Shape): dinofleet.v1.SaveJob & dinofleet.v1.SaveJob.$Shape;
             *   (properties?: dinofleet.v1.SaveJob.$Properties): dinofleet.v1.SaveJob;
             * }}
             */
            SaveJob.create = function(properties) {
                return new SaveJob(properties);
            };

            /**
             * Encodes the specified SaveJob message. Does not implicitly {@link dinofleet.v1.SaveJob.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.SaveJob
             * @static
             * @param {dinofleet.v1.SaveJob.$Properties} message SaveJob message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            SaveJob.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a SaveJob message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.SaveJob
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.SaveJob & dinofleet.v1.SaveJob.$Shape} SaveJob
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            SaveJob.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.SaveJob();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a SaveJob message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.SaveJob
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.SaveJob} SaveJob
             */
            SaveJob.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.SaveJob)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.SaveJob: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                return new $root.dinofleet.v1.SaveJob();
            };

            /**
             * Creates a plain object from a SaveJob message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.SaveJob
             * @static
             * @param {dinofleet.v1.SaveJob} message SaveJob
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            SaveJob.toObject = function () {
                return {};
            };

            /**
             * Converts this SaveJob to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.SaveJob
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            SaveJob.prototype.toJSON = function() {
                return SaveJob.toObject(this, $protobuf.util.toJSONOptions);
            };

            return SaveJob;
        })();

        v1.DrainNode = (function() {

            /**
             * Properties of a DrainNode.
             * @typedef {Object} dinofleet.v1.DrainNode.$Properties
             * @property {string|null} [node] DrainNode node
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a DrainNode.
             * @memberof dinofleet.v1
             * @interface IDrainNode
             * @augments dinofleet.v1.DrainNode.$Properties
             * @deprecated Use dinofleet.v1.DrainNode.$Properties instead.
             */

            /**
             * Shape of a DrainNode.
             * @typedef {dinofleet.v1.DrainNode.$Properties} dinofleet.v1.DrainNode.$Shape
             */

            /**
             * Constructs a new DrainNode.
             * @memberof dinofleet.v1
             * @classdesc Represents a DrainNode.
             * @constructor
             * @param {dinofleet.v1.DrainNode.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const DrainNode = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * DrainNode node.
             * @member {string} node
             * @memberof dinofleet.v1.DrainNode
             * @instance
             */
            DrainNode.prototype.node = "";

            /**
             * Creates a new DrainNode instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.DrainNode
             * @static
             * @param {dinofleet.v1.DrainNode.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.DrainNode} DrainNode instance
             * @type {{
             *   (properties: dinofleet.v1.DrainNode.$Shape): dinofleet.v1.DrainNode & dinofleet.v1.DrainNode.$Shape;
             *   (properties?: dinofleet.v1.DrainNode.$Properties): dinofleet.v1.DrainNode;
             * }}
             */
            DrainNode.create = function(properties) {
                return new DrainNode(properties);
            };

            /**
             * Encodes the specified DrainNode message. Does not implicitly {@link dinofleet.v1.DrainNode.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.DrainNode
             * @static
             * @param {dinofleet.v1.DrainNode.$Properties} message DrainNode message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            DrainNode.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.node != null && $Object.hasOwnProperty.call(message, "node") && message.node !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.node);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a DrainNode message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.DrainNode
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.DrainNode & dinofleet.v1.DrainNode.$Shape} DrainNode
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            DrainNode.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.DrainNode();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.node = value;
                            else
                                delete message.node;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a DrainNode message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.DrainNode
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.DrainNode} DrainNode
             */
            DrainNode.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.DrainNode)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.DrainNode: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.DrainNode();
                if (object.node != null)
                    if (typeof object.node !== "string" || object.node.length)
                        message.node = $String(object.node);
                return message;
            };

            /**
             * Creates a plain object from a DrainNode message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.DrainNode
             * @static
             * @param {dinofleet.v1.DrainNode} message DrainNode
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            DrainNode.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.node = "";
                if (message.node != null && $Object.hasOwnProperty.call(message, "node"))
                    object.node = message.node;
                return object;
            };

            /**
             * Converts this DrainNode to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.DrainNode
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            DrainNode.prototype.toJSON = function() {
                return DrainNode.toObject(this, $protobuf.util.toJSONOptions);
            };

            return DrainNode;
        })();

        v1.PrintedLines = (function() {

            /**
             * Properties of a PrintedLines.
             * @typedef {Object} dinofleet.v1.PrintedLines.$Properties
             * @property {Array.<string>|null} [lines] PrintedLines lines
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a PrintedLines.
             * @memberof dinofleet.v1
             * @interface IPrintedLines
             * @augments dinofleet.v1.PrintedLines.$Properties
             * @deprecated Use dinofleet.v1.PrintedLines.$Properties instead.
             */

            /**
             * Shape of a PrintedLines.
             * @typedef {dinofleet.v1.PrintedLines.$Properties} dinofleet.v1.PrintedLines.$Shape
             */

            /**
             * Constructs a new PrintedLines.
             * @memberof dinofleet.v1
             * @classdesc Represents a PrintedLines.
             * @constructor
             * @param {dinofleet.v1.PrintedLines.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const PrintedLines = function (properties) {
                this.lines = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * PrintedLines lines.
             * @member {Array.<string>} lines
             * @memberof dinofleet.v1.PrintedLines
             * @instance
             */
            PrintedLines.prototype.lines = $util.emptyArray;

            /**
             * Creates a new PrintedLines instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.PrintedLines
             * @static
             * @param {dinofleet.v1.PrintedLines.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.PrintedLines} PrintedLines instance
             * @type {{
             *   (properties: dinofleet.v1.PrintedLines.$Shape): dinofleet.v1.PrintedLines & dinofleet.v1.PrintedLines.$Shape;
             *   (properties?: dinofleet.v1.PrintedLines.$Properties): dinofleet.v1.PrintedLines;
             * }}
             */
            PrintedLines.create = function(properties) {
                return new PrintedLines(properties);
            };

            /**
             * Encodes the specified PrintedLines message. Does not implicitly {@link dinofleet.v1.PrintedLines.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.PrintedLines
             * @static
             * @param {dinofleet.v1.PrintedLines.$Properties} message PrintedLines message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            PrintedLines.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.lines != null && message.lines.length)
                    for (let i = 0; i < message.lines.length; ++i)
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.lines[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a PrintedLines message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.PrintedLines
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.PrintedLines & dinofleet.v1.PrintedLines.$Shape} PrintedLines
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            PrintedLines.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.PrintedLines();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.lines && message.lines.length))
                                message.lines = [];
                            message.lines.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a PrintedLines message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.PrintedLines
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.PrintedLines} PrintedLines
             */
            PrintedLines.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.PrintedLines)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.PrintedLines: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.PrintedLines();
                if (object.lines) {
                    if (!$Array.isArray(object.lines))
                        throw $TypeError(".dinofleet.v1.PrintedLines.lines: array expected");
                    message.lines = $Array(object.lines.length);
                    for (let i = 0; i < object.lines.length; ++i)
                        message.lines[i] = $String(object.lines[i]);
                }
                return message;
            };

            /**
             * Creates a plain object from a PrintedLines message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.PrintedLines
             * @static
             * @param {dinofleet.v1.PrintedLines} message PrintedLines
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            PrintedLines.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.lines = [];
                if (message.lines && message.lines.length) {
                    object.lines = $Array(message.lines.length);
                    for (let j = 0; j < message.lines.length; ++j)
                        object.lines[j] = message.lines[j];
                }
                return object;
            };

            /**
             * Converts this PrintedLines to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.PrintedLines
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            PrintedLines.prototype.toJSON = function() {
                return PrintedLines.toObject(this, $protobuf.util.toJSONOptions);
            };

            return PrintedLines;
        })();

        v1.OperatorAnswer = (function() {

            /**
             * Properties of an OperatorAnswer.
             * @typedef {Object} dinofleet.v1.OperatorAnswer.$Properties
             * @property {string|null} [answer] OperatorAnswer answer
             * @property {boolean|null} [refused] OperatorAnswer refused
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an OperatorAnswer.
             * @memberof dinofleet.v1
             * @interface IOperatorAnswer
             * @augments dinofleet.v1.OperatorAnswer.$Properties
             * @deprecated Use dinofleet.v1.OperatorAnswer.$Properties instead.
             */

            /**
             * Shape of an OperatorAnswer.
             * @typedef {dinofleet.v1.OperatorAnswer.$Properties} dinofleet.v1.OperatorAnswer.$Shape
             */

            /**
             * Constructs a new OperatorAnswer.
             * @memberof dinofleet.v1
             * @classdesc Represents an OperatorAnswer.
             * @constructor
             * @param {dinofleet.v1.OperatorAnswer.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const OperatorAnswer = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * OperatorAnswer answer.
             * @member {string} answer
             * @memberof dinofleet.v1.OperatorAnswer
             * @instance
             */
            OperatorAnswer.prototype.answer = "";

            /**
             * OperatorAnswer refused.
             * @member {boolean} refused
             * @memberof dinofleet.v1.OperatorAnswer
             * @instance
             */
            OperatorAnswer.prototype.refused = false;

            /**
             * Creates a new OperatorAnswer instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.OperatorAnswer
             * @static
             * @param {dinofleet.v1.OperatorAnswer.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.OperatorAnswer} OperatorAnswer instance
             * @type {{
             *   (properties: dinofleet.v1.OperatorAnswer.$Shape): dinofleet.v1.OperatorAnswer & dinofleet.v1.OperatorAnswer.$Shape;
             *   (properties?: dinofleet.v1.OperatorAnswer.$Properties): dinofleet.v1.OperatorAnswer;
             * }}
             */
            OperatorAnswer.create = function(properties) {
                return new OperatorAnswer(properties);
            };

            /**
             * Encodes the specified OperatorAnswer message. Does not implicitly {@link dinofleet.v1.OperatorAnswer.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.OperatorAnswer
             * @static
             * @param {dinofleet.v1.OperatorAnswer.$Properties} message OperatorAnswer message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            OperatorAnswer.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.answer != null && $Object.hasOwnProperty.call(message, "answer") && message.answer !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.answer);
                if (message.refused != null && $Object.hasOwnProperty.call(message, "refused") && message.refused !== false)
                    writer.uint32(/* id 2, wireType 0 =*/16).bool(message.refused);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an OperatorAnswer message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.OperatorAnswer
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.OperatorAnswer & dinofleet.v1.OperatorAnswer.$Shape} OperatorAnswer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            OperatorAnswer.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.OperatorAnswer();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.answer = value;
                            else
                                delete message.answer;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.refused = value;
                            else
                                delete message.refused;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates an OperatorAnswer message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.OperatorAnswer
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.OperatorAnswer} OperatorAnswer
             */
            OperatorAnswer.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.OperatorAnswer)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.OperatorAnswer: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.OperatorAnswer();
                if (object.answer != null)
                    if (typeof object.answer !== "string" || object.answer.length)
                        message.answer = $String(object.answer);
                if (object.refused != null)
                    if (object.refused)
                        message.refused = $Boolean(object.refused);
                return message;
            };

            /**
             * Creates a plain object from an OperatorAnswer message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.OperatorAnswer
             * @static
             * @param {dinofleet.v1.OperatorAnswer} message OperatorAnswer
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            OperatorAnswer.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.answer = "";
                    object.refused = false;
                }
                if (message.answer != null && $Object.hasOwnProperty.call(message, "answer"))
                    object.answer = message.answer;
                if (message.refused != null && $Object.hasOwnProperty.call(message, "refused"))
                    object.refused = message.refused;
                return object;
            };

            /**
             * Converts this OperatorAnswer to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.OperatorAnswer
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            OperatorAnswer.prototype.toJSON = function() {
                return OperatorAnswer.toObject(this, $protobuf.util.toJSONOptions);
            };

            return OperatorAnswer;
        })();

        v1.JobStatus = (function() {

            /**
             * Properties of a JobStatus.
             * @typedef {Object} dinofleet.v1.JobStatus.$Properties
             * @property {string|null} [jobId] JobStatus jobId
             * @property {string|null} [outputDir] JobStatus outputDir
             * @property {string|null} [phase] JobStatus phase
             * @property {number|null} [phaseSeconds] JobStatus phaseSeconds
             * @property {string|null} [waitsFor] JobStatus waitsFor
             * @property {number|null} [generation] JobStatus generation
             * @property {number|null} [step] JobStatus step
             * @property {number|null} [totalSteps] JobStatus totalSteps
             * @property {number|null} [imagesPerSecond] JobStatus imagesPerSecond
             * @property {number|null} [secondsLeft] JobStatus secondsLeft
             * @property {number|null} [loss] JobStatus loss
             * @property {number|null} [minNodes] JobStatus minNodes
             * @property {number|null} [maxNodes] JobStatus maxNodes
             * @property {Array.<dinofleet.v1.NodeStatus.$Properties>|null} [nodes] JobStatus nodes
             * @property {Array.<dinofleet.v1.RankStatus.$Properties>|null} [ranks] JobStatus ranks
             * @property {number|null} [checkpointStep] JobStatus checkpointStep
             * @property {number|null} [restarts] JobStatus restarts
             * @property {Array.<dinofleet.v1.GenerationEnd.$Properties>|null} [ends] JobStatus ends
             * @property {string|null} [stop] JobStatus stop
             * @property {string|null} [outcome] JobStatus outcome
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a JobStatus.
             * @memberof dinofleet.v1
             * @interface IJobStatus
             * @augments dinofleet.v1.JobStatus.$Properties
             * @deprecated Use dinofleet.v1.JobStatus.$Properties instead.
             */

            /**
             * Shape of a JobStatus.
             * @typedef {dinofleet.v1.JobStatus.$Properties} dinofleet.v1.JobStatus.$Shape
             */

            /**
             * Constructs a new JobStatus.
             * @memberof dinofleet.v1
             * @classdesc Represents a JobStatus.
             * @constructor
             * @param {dinofleet.v1.JobStatus.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const JobStatus = function (properties) {
                this.nodes = [];
                this.ranks = [];
                this.ends = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * JobStatus jobId.
             * @member {string} jobId
             * @memberof dinofleet.v1.JobStatus
             * @instance
             */
            JobStatus.prototype.jobId = "";

            /**
             * JobStatus outputDir.
             * @member {string} outputDir
             * @memberof dinofleet.v1.JobStatus
             * @instance
             */
            JobStatus.prototype.outputDir = "";

            /**
             * JobStatus phase.
             * @member {string} phase
             * @memberof dinofleet.v1.JobStatus
             * @instance
             */
            JobStatus.prototype.phase = "";

            /**
             * JobStatus phaseSeconds.
             * @member {number} phaseSeconds
             * @memberof dinofleet.v1.JobStatus
             * @instance
             */
            JobStatus.prototype.phaseSeconds = 0;

            /**
             * JobStatus waitsFor.
             * @member {string} waitsFor
             * @memberof dinofleet.v1.JobStatus
             * @instance
             */
            JobStatus.prototype.waitsFor = "";

            /**
             * JobStatus generation.
             * @member {number} generation
             * @memberof dinofleet.v1.JobStatus
             * @instance
             */
            JobStatus.prototype.generation = 0;

            /**
             * JobStatus step.
             * @member {number} step
             * @memberof dinofleet.v1.JobStatus
             * @instance
             */
            JobStatus.prototype.step = 0;

            /**
             * JobStatus totalSteps.
             * @member {number} totalSteps
             * @memberof dinofleet.v1.JobStatus
             * @instance
             */
            JobStatus.prototype.totalSteps = 0;

            /**
             * JobStatus imagesPerSecond.
             * @member {number} imagesPerSecond
             * @memberof dinofleet.v1.JobStatus
             * @instance
             */
            JobStatus.prototype.imagesPerSecond = 0;

            /**
             * JobStatus secondsLeft.
             * @member {number} secondsLeft
             * @memberof dinofleet.v1.JobStatus
             * @instance
             */
            JobStatus.prototype.secondsLeft = 0;

            /**
             * JobStatus loss.
             * @member {number} loss
             * @memberof dinofleet.v1.JobStatus
             * @instance
             */
            JobStatus.prototype.loss = 0;

            /**
             * JobStatus minNodes.
             * @member {number} minNodes
             * @memberof dinofleet.v1.JobStatus
             * @instance
             */
            JobStatus.prototype.minNodes = 0;

            /**
             * JobStatus maxNodes.
             * @member {number} maxNodes
             * @memberof dinofleet.v1.JobStatus
             * @instance
             */
            JobStatus.prototype.maxNodes = 0;

            /**
             * JobStatus nodes.
             * @member {Array.<dinofleet.v1.NodeStatus.$Properties>} nodes
             * @memberof dinofleet.v1.JobStatus
             * @instance
             */
            JobStatus.prototype.nodes = $util.emptyArray;

            /**
             * JobStatus ranks.
             * @member {Array.<dinofleet.v1.RankStatus.$Properties>} ranks
             * @memberof dinofleet.v1.JobStatus
             * @instance
             */
            JobStatus.prototype.ranks = $util.emptyArray;

            /**
             * JobStatus checkpointStep.
             * @member {number} checkpointStep
             * @memberof dinofleet.v1.JobStatus
             * @instance
             */
            JobStatus.prototype.checkpointStep = 0;

            /**
             * JobStatus restarts.
             * @member {number} restarts
             * @memberof dinofleet.v1.JobStatus
             * @instance
             */
            JobStatus.prototype.restarts = 0;

            /**
             * JobStatus ends.
             * @member {Array.<dinofleet.v1.GenerationEnd.$Properties>} ends
             * @memberof dinofleet.v1.JobStatus
             * @instance
             */
            JobStatus.prototype.ends = $util.emptyArray;

            /**
             * JobStatus stop.
             * @member {string} stop
             * @memberof dinofleet.v1.JobStatus
             * @instance
             */
            JobStatus.prototype.stop = "";

            /**
             * JobStatus outcome.
             * @member {string} outcome
             * @memberof dinofleet.v1.JobStatus
             * @instance
             */
            JobStatus.prototype.outcome = "";

            /**
             * Creates a new JobStatus instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.JobStatus
             * @static
             * @param {dinofleet.v1.JobStatus.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.JobStatus} JobStatus instance
             * @type {{
             *   (properties: dinofleet.v1.JobStatus.$Shape): dinofleet.v1.JobStatus & dinofleet.v1.JobStatus.$Shape;
             *   (properties?: dinofleet.v1.JobStatus.$Properties): dinofleet.v1.JobStatus;
             * }}
             */
            JobStatus.create = function(properties) {
                return new JobStatus(properties);
            };

            /**
             * Encodes the specified JobStatus message. Does not implicitly {@link dinofleet.v1.JobStatus.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.JobStatus
             * @static
             * @param {dinofleet.v1.JobStatus.$Properties} message JobStatus message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            JobStatus.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.jobId != null && $Object.hasOwnProperty.call(message, "jobId") && message.jobId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.jobId);
                if (message.outputDir != null && $Object.hasOwnProperty.call(message, "outputDir") && message.outputDir !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.outputDir);
                if (message.phase != null && $Object.hasOwnProperty.call(message, "phase") && message.phase !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.phase);
                if (message.phaseSeconds != null && $Object.hasOwnProperty.call(message, "phaseSeconds") && !$Object.is(message.phaseSeconds, 0))
                    writer.uint32(/* id 4, wireType 1 =*/33).double(message.phaseSeconds);
                if (message.waitsFor != null && $Object.hasOwnProperty.call(message, "waitsFor") && message.waitsFor !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.waitsFor);
                if (message.generation != null && $Object.hasOwnProperty.call(message, "generation") && message.generation !== 0)
                    writer.uint32(/* id 6, wireType 0 =*/48).uint32(message.generation);
                if (message.step != null && $Object.hasOwnProperty.call(message, "step") && message.step !== 0)
                    writer.uint32(/* id 7, wireType 0 =*/56).uint32(message.step);
                if (message.totalSteps != null && $Object.hasOwnProperty.call(message, "totalSteps") && message.totalSteps !== 0)
                    writer.uint32(/* id 8, wireType 0 =*/64).uint32(message.totalSteps);
                if (message.imagesPerSecond != null && $Object.hasOwnProperty.call(message, "imagesPerSecond") && !$Object.is(message.imagesPerSecond, 0))
                    writer.uint32(/* id 9, wireType 1 =*/73).double(message.imagesPerSecond);
                if (message.secondsLeft != null && $Object.hasOwnProperty.call(message, "secondsLeft") && !$Object.is(message.secondsLeft, 0))
                    writer.uint32(/* id 10, wireType 1 =*/81).double(message.secondsLeft);
                if (message.loss != null && $Object.hasOwnProperty.call(message, "loss") && !$Object.is(message.loss, 0))
                    writer.uint32(/* id 11, wireType 1 =*/89).double(message.loss);
                if (message.minNodes != null && $Object.hasOwnProperty.call(message, "minNodes") && message.minNodes !== 0)
                    writer.uint32(/* id 12, wireType 0 =*/96).uint32(message.minNodes);
                if (message.maxNodes != null && $Object.hasOwnProperty.call(message, "maxNodes") && message.maxNodes !== 0)
                    writer.uint32(/* id 13, wireType 0 =*/104).uint32(message.maxNodes);
                if (message.nodes != null && message.nodes.length)
                    for (let i = 0; i < message.nodes.length; ++i)
                        $root.dinofleet.v1.NodeStatus.encode(message.nodes[i], writer.uint32(/* id 14, wireType 2 =*/114).fork(), _depth + 1).ldelim();
                if (message.ranks != null && message.ranks.length)
                    for (let i = 0; i < message.ranks.length; ++i)
                        $root.dinofleet.v1.RankStatus.encode(message.ranks[i], writer.uint32(/* id 15, wireType 2 =*/122).fork(), _depth + 1).ldelim();
                if (message.checkpointStep != null && $Object.hasOwnProperty.call(message, "checkpointStep") && message.checkpointStep !== 0)
                    writer.uint32(/* id 16, wireType 0 =*/128).uint32(message.checkpointStep);
                if (message.restarts != null && $Object.hasOwnProperty.call(message, "restarts") && message.restarts !== 0)
                    writer.uint32(/* id 17, wireType 0 =*/136).uint32(message.restarts);
                if (message.ends != null && message.ends.length)
                    for (let i = 0; i < message.ends.length; ++i)
                        $root.dinofleet.v1.GenerationEnd.encode(message.ends[i], writer.uint32(/* id 18, wireType 2 =*/146).fork(), _depth + 1).ldelim();
                if (message.stop != null && $Object.hasOwnProperty.call(message, "stop") && message.stop !== "")
                    writer.uint32(/* id 19, wireType 2 =*/154).string(message.stop);
                if (message.outcome != null && $Object.hasOwnProperty.call(message, "outcome") && message.outcome !== "")
                    writer.uint32(/* id 20, wireType 2 =*/162).string(message.outcome);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a JobStatus message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.JobStatus
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.JobStatus & dinofleet.v1.JobStatus.$Shape} JobStatus
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            JobStatus.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.JobStatus();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.jobId = value;
                            else
                                delete message.jobId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.outputDir = value;
                            else
                                delete message.outputDir;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.phase = value;
                            else
                                delete message.phase;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.phaseSeconds = value;
                            else
                                delete message.phaseSeconds;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.waitsFor = value;
                            else
                                delete message.waitsFor;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.generation = value;
                            else
                                delete message.generation;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.step = value;
                            else
                                delete message.step;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.totalSteps = value;
                            else
                                delete message.totalSteps;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.imagesPerSecond = value;
                            else
                                delete message.imagesPerSecond;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.secondsLeft = value;
                            else
                                delete message.secondsLeft;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.loss = value;
                            else
                                delete message.loss;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.minNodes = value;
                            else
                                delete message.minNodes;
                            continue;
                        }
                    case 13: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.maxNodes = value;
                            else
                                delete message.maxNodes;
                            continue;
                        }
                    case 14: {
                            if (wireType !== 2)
                                break;
                            if (!(message.nodes && message.nodes.length))
                                message.nodes = [];
                            message.nodes.push($root.dinofleet.v1.NodeStatus.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 15: {
                            if (wireType !== 2)
                                break;
                            if (!(message.ranks && message.ranks.length))
                                message.ranks = [];
                            message.ranks.push($root.dinofleet.v1.RankStatus.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 16: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.checkpointStep = value;
                            else
                                delete message.checkpointStep;
                            continue;
                        }
                    case 17: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.restarts = value;
                            else
                                delete message.restarts;
                            continue;
                        }
                    case 18: {
                            if (wireType !== 2)
                                break;
                            if (!(message.ends && message.ends.length))
                                message.ends = [];
                            message.ends.push($root.dinofleet.v1.GenerationEnd.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 19: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.stop = value;
                            else
                                delete message.stop;
                            continue;
                        }
                    case 20: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.outcome = value;
                            else
                                delete message.outcome;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a JobStatus message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.JobStatus
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.JobStatus} JobStatus
             */
            JobStatus.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.JobStatus)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.JobStatus: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.JobStatus();
                if (object.jobId != null)
                    if (typeof object.jobId !== "string" || object.jobId.length)
                        message.jobId = $String(object.jobId);
                if (object.outputDir != null)
                    if (typeof object.outputDir !== "string" || object.outputDir.length)
                        message.outputDir = $String(object.outputDir);
                if (object.phase != null)
                    if (typeof object.phase !== "string" || object.phase.length)
                        message.phase = $String(object.phase);
                if (object.phaseSeconds != null)
                    if (!$Object.is($Number(object.phaseSeconds), 0))
                        message.phaseSeconds = $Number(object.phaseSeconds);
                if (object.waitsFor != null)
                    if (typeof object.waitsFor !== "string" || object.waitsFor.length)
                        message.waitsFor = $String(object.waitsFor);
                if (object.generation != null)
                    if ($Number(object.generation) !== 0)
                        message.generation = object.generation >>> 0;
                if (object.step != null)
                    if ($Number(object.step) !== 0)
                        message.step = object.step >>> 0;
                if (object.totalSteps != null)
                    if ($Number(object.totalSteps) !== 0)
                        message.totalSteps = object.totalSteps >>> 0;
                if (object.imagesPerSecond != null)
                    if (!$Object.is($Number(object.imagesPerSecond), 0))
                        message.imagesPerSecond = $Number(object.imagesPerSecond);
                if (object.secondsLeft != null)
                    if (!$Object.is($Number(object.secondsLeft), 0))
                        message.secondsLeft = $Number(object.secondsLeft);
                if (object.loss != null)
                    if (!$Object.is($Number(object.loss), 0))
                        message.loss = $Number(object.loss);
                if (object.minNodes != null)
                    if ($Number(object.minNodes) !== 0)
                        message.minNodes = object.minNodes >>> 0;
                if (object.maxNodes != null)
                    if ($Number(object.maxNodes) !== 0)
                        message.maxNodes = object.maxNodes >>> 0;
                if (object.nodes) {
                    if (!$Array.isArray(object.nodes))
                        throw $TypeError(".dinofleet.v1.JobStatus.nodes: array expected");
                    message.nodes = $Array(object.nodes.length);
                    for (let i = 0; i < object.nodes.length; ++i) {
                        if (!$util.isObject(object.nodes[i]))
                            throw $TypeError(".dinofleet.v1.JobStatus.nodes: object expected");
                        message.nodes[i] = $root.dinofleet.v1.NodeStatus.fromObject(object.nodes[i], _depth + 1);
                    }
                }
                if (object.ranks) {
                    if (!$Array.isArray(object.ranks))
                        throw $TypeError(".dinofleet.v1.JobStatus.ranks: array expected");
                    message.ranks = $Array(object.ranks.length);
                    for (let i = 0; i < object.ranks.length; ++i) {
                        if (!$util.isObject(object.ranks[i]))
                            throw $TypeError(".dinofleet.v1.JobStatus.ranks: object expected");
                        message.ranks[i] = $root.dinofleet.v1.RankStatus.fromObject(object.ranks[i], _depth + 1);
                    }
                }
                if (object.checkpointStep != null)
                    if ($Number(object.checkpointStep) !== 0)
                        message.checkpointStep = object.checkpointStep >>> 0;
                if (object.restarts != null)
                    if ($Number(object.restarts) !== 0)
                        message.restarts = object.restarts >>> 0;
                if (object.ends) {
                    if (!$Array.isArray(object.ends))
                        throw $TypeError(".dinofleet.v1.JobStatus.ends: array expected");
                    message.ends = $Array(object.ends.length);
                    for (let i = 0; i < object.ends.length; ++i) {
                        if (!$util.isObject(object.ends[i]))
                            throw $TypeError(".dinofleet.v1.JobStatus.ends: object expected");
                        message.ends[i] = $root.dinofleet.v1.GenerationEnd.fromObject(object.ends[i], _depth + 1);
                    }
                }
                if (object.stop != null)
                    if (typeof object.stop !== "string" || object.stop.length)
                        message.stop = $String(object.stop);
                if (object.outcome != null)
                    if (typeof object.outcome !== "string" || object.outcome.length)
                        message.outcome = $String(object.outcome);
                return message;
            };

            /**
             * Creates a plain object from a JobStatus message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.JobStatus
             * @static
             * @param {dinofleet.v1.JobStatus} message JobStatus
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            JobStatus.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults) {
                    object.nodes = [];
                    object.ranks = [];
                    object.ends = [];
                }
                if (options.defaults) {
                    object.jobId = "";
                    object.outputDir = "";
                    object.phase = "";
                    object.phaseSeconds = 0;
                    object.waitsFor = "";
                    object.generation = 0;
                    object.step = 0;
                    object.totalSteps = 0;
                    object.imagesPerSecond = 0;
                    object.secondsLeft = 0;
                    object.loss = 0;
                    object.minNodes = 0;
                    object.maxNodes = 0;
                    object.checkpointStep = 0;
                    object.restarts = 0;
                    object.stop = "";
                    object.outcome = "";
                }
                if (message.jobId != null && $Object.hasOwnProperty.call(message, "jobId"))
                    object.jobId = message.jobId;
                if (message.outputDir != null && $Object.hasOwnProperty.call(message, "outputDir"))
                    object.outputDir = message.outputDir;
                if (message.phase != null && $Object.hasOwnProperty.call(message, "phase"))
                    object.phase = message.phase;
                if (message.phaseSeconds != null && $Object.hasOwnProperty.call(message, "phaseSeconds"))
                    object.phaseSeconds = options.json && !$isFinite(message.phaseSeconds) ? $String(message.phaseSeconds) : message.phaseSeconds;
                if (message.waitsFor != null && $Object.hasOwnProperty.call(message, "waitsFor"))
                    object.waitsFor = message.waitsFor;
                if (message.generation != null && $Object.hasOwnProperty.call(message, "generation"))
                    object.generation = message.generation;
                if (message.step != null && $Object.hasOwnProperty.call(message, "step"))
                    object.step = message.step;
                if (message.totalSteps != null && $Object.hasOwnProperty.call(message, "totalSteps"))
                    object.totalSteps = message.totalSteps;
                if (message.imagesPerSecond != null && $Object.hasOwnProperty.call(message, "imagesPerSecond"))
                    object.imagesPerSecond = options.json && !$isFinite(message.imagesPerSecond) ? $String(message.imagesPerSecond) : message.imagesPerSecond;
                if (message.secondsLeft != null && $Object.hasOwnProperty.call(message, "secondsLeft"))
                    object.secondsLeft = options.json && !$isFinite(message.secondsLeft) ? $String(message.secondsLeft) : message.secondsLeft;
                if (message.loss != null && $Object.hasOwnProperty.call(message, "loss"))
                    object.loss = options.json && !$isFinite(message.loss) ? $String(message.loss) : message.loss;
                if (message.minNodes != null && $Object.hasOwnProperty.call(message, "minNodes"))
                    object.minNodes = message.minNodes;
                if (message.maxNodes != null && $Object.hasOwnProperty.call(message, "maxNodes"))
                    object.maxNodes = message.maxNodes;
                if (message.nodes && message.nodes.length) {
                    object.nodes = $Array(message.nodes.length);
                    for (let j = 0; j < message.nodes.length; ++j)
                        object.nodes[j] = $root.dinofleet.v1.NodeStatus.toObject(message.nodes[j], options, _depth + 1);
                }
                if (message.ranks && message.ranks.length) {
                    object.ranks = $Array(message.ranks.length);
                    for (let j = 0; j < message.ranks.length; ++j)
                        object.ranks[j] = $root.dinofleet.v1.RankStatus.toObject(message.ranks[j], options, _depth + 1);
                }
                if (message.checkpointStep != null && $Object.hasOwnProperty.call(message, "checkpointStep"))
                    object.checkpointStep = message.checkpointStep;
                if (message.restarts != null && $Object.hasOwnProperty.call(message, "restarts"))
                    object.restarts = message.restarts;
                if (message.ends && message.ends.length) {
                    object.ends = $Array(message.ends.length);
                    for (let j = 0; j < message.ends.length; ++j)
                        object.ends[j] = $root.dinofleet.v1.GenerationEnd.toObject(message.ends[j], options, _depth + 1);
                }
                if (message.stop != null && $Object.hasOwnProperty.call(message, "stop"))
                    object.stop = message.stop;
                if (message.outcome != null && $Object.hasOwnProperty.call(message, "outcome"))
                    object.outcome = message.outcome;
                return object;
            };

            /**
             * Converts this JobStatus to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.JobStatus
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            JobStatus.prototype.toJSON = function() {
                return JobStatus.toObject(this, $protobuf.util.toJSONOptions);
            };

            return JobStatus;
        })();

        v1.NodeStatus = (function() {

            /**
             * Properties of a NodeStatus.
             * @typedef {Object} dinofleet.v1.NodeStatus.$Properties
             * @property {string|null} [nodeId] NodeStatus nodeId
             * @property {string|null} [hostname] NodeStatus hostname
             * @property {string|null} [listenHost] NodeStatus listenHost
             * @property {number|null} [ranks] NodeStatus ranks
             * @property {string|null} [state] NodeStatus state
             * @property {number|null} [secondsSinceHeard] NodeStatus secondsSinceHeard
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a NodeStatus.
             * @memberof dinofleet.v1
             * @interface INodeStatus
             * @augments dinofleet.v1.NodeStatus.$Properties
             * @deprecated Use dinofleet.v1.NodeStatus.$Properties instead.
             */

            /**
             * Shape of a NodeStatus.
             * @typedef {dinofleet.v1.NodeStatus.$Properties} dinofleet.v1.NodeStatus.$Shape
             */

            /**
             * Constructs a new NodeStatus.
             * @memberof dinofleet.v1
             * @classdesc Represents a NodeStatus.
             * @constructor
             * @param {dinofleet.v1.NodeStatus.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const NodeStatus = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * NodeStatus nodeId.
             * @member {string} nodeId
             * @memberof dinofleet.v1.NodeStatus
             * @instance
             */
            NodeStatus.prototype.nodeId = "";

            /**
             * NodeStatus hostname.
             * @member {string} hostname
             * @memberof dinofleet.v1.NodeStatus
             * @instance
             */
            NodeStatus.prototype.hostname = "";

            /**
             * NodeStatus listenHost.
             * @member {string} listenHost
             * @memberof dinofleet.v1.NodeStatus
             * @instance
             */
            NodeStatus.prototype.listenHost = "";

            /**
             * NodeStatus ranks.
             * @member {number} ranks
             * @memberof dinofleet.v1.NodeStatus
             * @instance
             */
            NodeStatus.prototype.ranks = 0;

            /**
             * NodeStatus state.
             * @member {string} state
             * @memberof dinofleet.v1.NodeStatus
             * @instance
             */
            NodeStatus.prototype.state = "";

            /**
             * NodeStatus secondsSinceHeard.
             * @member {number} secondsSinceHeard
             * @memberof dinofleet.v1.NodeStatus
             * @instance
             */
            NodeStatus.prototype.secondsSinceHeard = 0;

            /**
             * Creates a new NodeStatus instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.NodeStatus
             * @static
             * @param {dinofleet.v1.NodeStatus.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.NodeStatus} NodeStatus instance
             * @type {{
             *   (properties: dinofleet.v1.NodeStatus.$Shape): dinofleet.v1.NodeStatus & dinofleet.v1.NodeStatus.$Shape;
             *   (properties?: dinofleet.v1.NodeStatus.$Properties): dinofleet.v1.NodeStatus;
             * }}
             */
            NodeStatus.create = function(properties) {
                return new NodeStatus(properties);
            };

            /**
             * Encodes the specified NodeStatus message. Does not implicitly {@link dinofleet.v1.NodeStatus.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.NodeStatus
             * @static
             * @param {dinofleet.v1.NodeStatus.$Properties} message NodeStatus message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            NodeStatus.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId") && message.nodeId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.nodeId);
                if (message.hostname != null && $Object.hasOwnProperty.call(message, "hostname") && message.hostname !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.hostname);
                if (message.listenHost != null && $Object.hasOwnProperty.call(message, "listenHost") && message.listenHost !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.listenHost);
                if (message.ranks != null && $Object.hasOwnProperty.call(message, "ranks") && message.ranks !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.ranks);
                if (message.state != null && $Object.hasOwnProperty.call(message, "state") && message.state !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.state);
                if (message.secondsSinceHeard != null && $Object.hasOwnProperty.call(message, "secondsSinceHeard") && !$Object.is(message.secondsSinceHeard, 0))
                    writer.uint32(/* id 6, wireType 1 =*/49).double(message.secondsSinceHeard);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a NodeStatus message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.NodeStatus
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.NodeStatus & dinofleet.v1.NodeStatus.$Shape} NodeStatus
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            NodeStatus.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.NodeStatus();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.nodeId = value;
                            else
                                delete message.nodeId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.hostname = value;
                            else
                                delete message.hostname;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.listenHost = value;
                            else
                                delete message.listenHost;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.ranks = value;
                            else
                                delete message.ranks;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.state = value;
                            else
                                delete message.state;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.secondsSinceHeard = value;
                            else
                                delete message.secondsSinceHeard;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a NodeStatus message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.NodeStatus
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.NodeStatus} NodeStatus
             */
            NodeStatus.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.NodeStatus)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.NodeStatus: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.NodeStatus();
                if (object.nodeId != null)
                    if (typeof object.nodeId !== "string" || object.nodeId.length)
                        message.nodeId = $String(object.nodeId);
                if (object.hostname != null)
                    if (typeof object.hostname !== "string" || object.hostname.length)
                        message.hostname = $String(object.hostname);
                if (object.listenHost != null)
                    if (typeof object.listenHost !== "string" || object.listenHost.length)
                        message.listenHost = $String(object.listenHost);
                if (object.ranks != null)
                    if ($Number(object.ranks) !== 0)
                        message.ranks = object.ranks >>> 0;
                if (object.state != null)
                    if (typeof object.state !== "string" || object.state.length)
                        message.state = $String(object.state);
                if (object.secondsSinceHeard != null)
                    if (!$Object.is($Number(object.secondsSinceHeard), 0))
                        message.secondsSinceHeard = $Number(object.secondsSinceHeard);
                return message;
            };

            /**
             * Creates a plain object from a NodeStatus message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.NodeStatus
             * @static
             * @param {dinofleet.v1.NodeStatus} message NodeStatus
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            NodeStatus.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.nodeId = "";
                    object.hostname = "";
                    object.listenHost = "";
                    object.ranks = 0;
                    object.state = "";
                    object.secondsSinceHeard = 0;
                }
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId"))
                    object.nodeId = message.nodeId;
                if (message.hostname != null && $Object.hasOwnProperty.call(message, "hostname"))
                    object.hostname = message.hostname;
                if (message.listenHost != null && $Object.hasOwnProperty.call(message, "listenHost"))
                    object.listenHost = message.listenHost;
                if (message.ranks != null && $Object.hasOwnProperty.call(message, "ranks"))
                    object.ranks = message.ranks;
                if (message.state != null && $Object.hasOwnProperty.call(message, "state"))
                    object.state = message.state;
                if (message.secondsSinceHeard != null && $Object.hasOwnProperty.call(message, "secondsSinceHeard"))
                    object.secondsSinceHeard = options.json && !$isFinite(message.secondsSinceHeard) ? $String(message.secondsSinceHeard) : message.secondsSinceHeard;
                return object;
            };

            /**
             * Converts this NodeStatus to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.NodeStatus
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            NodeStatus.prototype.toJSON = function() {
                return NodeStatus.toObject(this, $protobuf.util.toJSONOptions);
            };

            return NodeStatus;
        })();

        v1.RankStatus = (function() {

            /**
             * Properties of a RankStatus.
             * @typedef {Object} dinofleet.v1.RankStatus.$Properties
             * @property {number|null} [rank] RankStatus rank
             * @property {string|null} [hostname] RankStatus hostname
             * @property {string|null} [device] RankStatus device
             * @property {string|null} [stage] RankStatus stage
             * @property {number|null} [secondsSinceHeard] RankStatus secondsSinceHeard
             * @property {number|null} [secondsSinceProgress] RankStatus secondsSinceProgress
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a RankStatus.
             * @memberof dinofleet.v1
             * @interface IRankStatus
             * @augments dinofleet.v1.RankStatus.$Properties
             * @deprecated Use dinofleet.v1.RankStatus.$Properties instead.
             */

            /**
             * Shape of a RankStatus.
             * @typedef {dinofleet.v1.RankStatus.$Properties} dinofleet.v1.RankStatus.$Shape
             */

            /**
             * Constructs a new RankStatus.
             * @memberof dinofleet.v1
             * @classdesc Represents a RankStatus.
             * @constructor
             * @param {dinofleet.v1.RankStatus.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const RankStatus = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * RankStatus rank.
             * @member {number} rank
             * @memberof dinofleet.v1.RankStatus
             * @instance
             */
            RankStatus.prototype.rank = 0;

            /**
             * RankStatus hostname.
             * @member {string} hostname
             * @memberof dinofleet.v1.RankStatus
             * @instance
             */
            RankStatus.prototype.hostname = "";

            /**
             * RankStatus device.
             * @member {string} device
             * @memberof dinofleet.v1.RankStatus
             * @instance
             */
            RankStatus.prototype.device = "";

            /**
             * RankStatus stage.
             * @member {string} stage
             * @memberof dinofleet.v1.RankStatus
             * @instance
             */
            RankStatus.prototype.stage = "";

            /**
             * RankStatus secondsSinceHeard.
             * @member {number} secondsSinceHeard
             * @memberof dinofleet.v1.RankStatus
             * @instance
             */
            RankStatus.prototype.secondsSinceHeard = 0;

            /**
             * RankStatus secondsSinceProgress.
             * @member {number} secondsSinceProgress
             * @memberof dinofleet.v1.RankStatus
             * @instance
             */
            RankStatus.prototype.secondsSinceProgress = 0;

            /**
             * Creates a new RankStatus instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.RankStatus
             * @static
             * @param {dinofleet.v1.RankStatus.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.RankStatus} RankStatus instance
             * @type {{
             *   (properties: dinofleet.v1.RankStatus.$Shape): dinofleet.v1.RankStatus & dinofleet.v1.RankStatus.$Shape;
             *   (properties?: dinofleet.v1.RankStatus.$Properties): dinofleet.v1.RankStatus;
             * }}
             */
            RankStatus.create = function(properties) {
                return new RankStatus(properties);
            };

            /**
             * Encodes the specified RankStatus message. Does not implicitly {@link dinofleet.v1.RankStatus.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.RankStatus
             * @static
             * @param {dinofleet.v1.RankStatus.$Properties} message RankStatus message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            RankStatus.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.rank != null && $Object.hasOwnProperty.call(message, "rank") && message.rank !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.rank);
                if (message.hostname != null && $Object.hasOwnProperty.call(message, "hostname") && message.hostname !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.hostname);
                if (message.device != null && $Object.hasOwnProperty.call(message, "device") && message.device !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.device);
                if (message.stage != null && $Object.hasOwnProperty.call(message, "stage") && message.stage !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.stage);
                if (message.secondsSinceHeard != null && $Object.hasOwnProperty.call(message, "secondsSinceHeard") && !$Object.is(message.secondsSinceHeard, 0))
                    writer.uint32(/* id 5, wireType 1 =*/41).double(message.secondsSinceHeard);
                if (message.secondsSinceProgress != null && $Object.hasOwnProperty.call(message, "secondsSinceProgress") && !$Object.is(message.secondsSinceProgress, 0))
                    writer.uint32(/* id 6, wireType 1 =*/49).double(message.secondsSinceProgress);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a RankStatus message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.RankStatus
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.RankStatus & dinofleet.v1.RankStatus.$Shape} RankStatus
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            RankStatus.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.RankStatus();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.rank = value;
                            else
                                delete message.rank;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.hostname = value;
                            else
                                delete message.hostname;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.device = value;
                            else
                                delete message.device;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.stage = value;
                            else
                                delete message.stage;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.secondsSinceHeard = value;
                            else
                                delete message.secondsSinceHeard;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.secondsSinceProgress = value;
                            else
                                delete message.secondsSinceProgress;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a RankStatus message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.RankStatus
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.RankStatus} RankStatus
             */
            RankStatus.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.RankStatus)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.RankStatus: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.RankStatus();
                if (object.rank != null)
                    if ($Number(object.rank) !== 0)
                        message.rank = object.rank >>> 0;
                if (object.hostname != null)
                    if (typeof object.hostname !== "string" || object.hostname.length)
                        message.hostname = $String(object.hostname);
                if (object.device != null)
                    if (typeof object.device !== "string" || object.device.length)
                        message.device = $String(object.device);
                if (object.stage != null)
                    if (typeof object.stage !== "string" || object.stage.length)
                        message.stage = $String(object.stage);
                if (object.secondsSinceHeard != null)
                    if (!$Object.is($Number(object.secondsSinceHeard), 0))
                        message.secondsSinceHeard = $Number(object.secondsSinceHeard);
                if (object.secondsSinceProgress != null)
                    if (!$Object.is($Number(object.secondsSinceProgress), 0))
                        message.secondsSinceProgress = $Number(object.secondsSinceProgress);
                return message;
            };

            /**
             * Creates a plain object from a RankStatus message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.RankStatus
             * @static
             * @param {dinofleet.v1.RankStatus} message RankStatus
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            RankStatus.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.rank = 0;
                    object.hostname = "";
                    object.device = "";
                    object.stage = "";
                    object.secondsSinceHeard = 0;
                    object.secondsSinceProgress = 0;
                }
                if (message.rank != null && $Object.hasOwnProperty.call(message, "rank"))
                    object.rank = message.rank;
                if (message.hostname != null && $Object.hasOwnProperty.call(message, "hostname"))
                    object.hostname = message.hostname;
                if (message.device != null && $Object.hasOwnProperty.call(message, "device"))
                    object.device = message.device;
                if (message.stage != null && $Object.hasOwnProperty.call(message, "stage"))
                    object.stage = message.stage;
                if (message.secondsSinceHeard != null && $Object.hasOwnProperty.call(message, "secondsSinceHeard"))
                    object.secondsSinceHeard = options.json && !$isFinite(message.secondsSinceHeard) ? $String(message.secondsSinceHeard) : message.secondsSinceHeard;
                if (message.secondsSinceProgress != null && $Object.hasOwnProperty.call(message, "secondsSinceProgress"))
                    object.secondsSinceProgress = options.json && !$isFinite(message.secondsSinceProgress) ? $String(message.secondsSinceProgress) : message.secondsSinceProgress;
                return object;
            };

            /**
             * Converts this RankStatus to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.RankStatus
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            RankStatus.prototype.toJSON = function() {
                return RankStatus.toObject(this, $protobuf.util.toJSONOptions);
            };

            return RankStatus;
        })();

        v1.GenerationEnd = (function() {

            /**
             * Properties of a GenerationEnd.
             * @typedef {Object} dinofleet.v1.GenerationEnd.$Properties
             * @property {number|null} [generation] GenerationEnd generation
             * @property {string|null} [reason] GenerationEnd reason
             * @property {number|null} [secondsAgo] GenerationEnd secondsAgo
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a GenerationEnd.
             * @memberof dinofleet.v1
             * @interface IGenerationEnd
             * @augments dinofleet.v1.GenerationEnd.$Properties
             * @deprecated Use dinofleet.v1.GenerationEnd.$Properties instead.
             */

            /**
             * Shape of a GenerationEnd.
             * @typedef {dinofleet.v1.GenerationEnd.$Properties} dinofleet.v1.GenerationEnd.$Shape
             */

            /**
             * Constructs a new GenerationEnd.
             * @memberof dinofleet.v1
             * @classdesc Represents a GenerationEnd.
             * @constructor
             * @param {dinofleet.v1.GenerationEnd.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const GenerationEnd = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * GenerationEnd generation.
             * @member {number} generation
             * @memberof dinofleet.v1.GenerationEnd
             * @instance
             */
            GenerationEnd.prototype.generation = 0;

            /**
             * GenerationEnd reason.
             * @member {string} reason
             * @memberof dinofleet.v1.GenerationEnd
             * @instance
             */
            GenerationEnd.prototype.reason = "";

            /**
             * GenerationEnd secondsAgo.
             * @member {number} secondsAgo
             * @memberof dinofleet.v1.GenerationEnd
             * @instance
             */
            GenerationEnd.prototype.secondsAgo = 0;

            /**
             * Creates a new GenerationEnd instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.GenerationEnd
             * @static
             * @param {dinofleet.v1.GenerationEnd.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.GenerationEnd} GenerationEnd instance
             * @type {{
             *   (properties: dinofleet.v1.GenerationEnd.$Shape): dinofleet.v1.GenerationEnd & dinofleet.v1.GenerationEnd.$Shape;
             *   (properties?: dinofleet.v1.GenerationEnd.$Properties): dinofleet.v1.GenerationEnd;
             * }}
             */
            GenerationEnd.create = function(properties) {
                return new GenerationEnd(properties);
            };

            /**
             * Encodes the specified GenerationEnd message. Does not implicitly {@link dinofleet.v1.GenerationEnd.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.GenerationEnd
             * @static
             * @param {dinofleet.v1.GenerationEnd.$Properties} message GenerationEnd message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            GenerationEnd.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.generation != null && $Object.hasOwnProperty.call(message, "generation") && message.generation !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.generation);
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.reason);
                if (message.secondsAgo != null && $Object.hasOwnProperty.call(message, "secondsAgo") && !$Object.is(message.secondsAgo, 0))
                    writer.uint32(/* id 3, wireType 1 =*/25).double(message.secondsAgo);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a GenerationEnd message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.GenerationEnd
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.GenerationEnd & dinofleet.v1.GenerationEnd.$Shape} GenerationEnd
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            GenerationEnd.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.GenerationEnd();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.generation = value;
                            else
                                delete message.generation;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.secondsAgo = value;
                            else
                                delete message.secondsAgo;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a GenerationEnd message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.GenerationEnd
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.GenerationEnd} GenerationEnd
             */
            GenerationEnd.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.GenerationEnd)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.GenerationEnd: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.GenerationEnd();
                if (object.generation != null)
                    if ($Number(object.generation) !== 0)
                        message.generation = object.generation >>> 0;
                if (object.reason != null)
                    if (typeof object.reason !== "string" || object.reason.length)
                        message.reason = $String(object.reason);
                if (object.secondsAgo != null)
                    if (!$Object.is($Number(object.secondsAgo), 0))
                        message.secondsAgo = $Number(object.secondsAgo);
                return message;
            };

            /**
             * Creates a plain object from a GenerationEnd message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.GenerationEnd
             * @static
             * @param {dinofleet.v1.GenerationEnd} message GenerationEnd
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            GenerationEnd.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.generation = 0;
                    object.reason = "";
                    object.secondsAgo = 0;
                }
                if (message.generation != null && $Object.hasOwnProperty.call(message, "generation"))
                    object.generation = message.generation;
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason"))
                    object.reason = message.reason;
                if (message.secondsAgo != null && $Object.hasOwnProperty.call(message, "secondsAgo"))
                    object.secondsAgo = options.json && !$isFinite(message.secondsAgo) ? $String(message.secondsAgo) : message.secondsAgo;
                return object;
            };

            /**
             * Converts this GenerationEnd to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.GenerationEnd
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            GenerationEnd.prototype.toJSON = function() {
                return GenerationEnd.toObject(this, $protobuf.util.toJSONOptions);
            };

            return GenerationEnd;
        })();

        v1.ProbeRequest = (function() {

            /**
             * Properties of a ProbeRequest.
             * @typedef {Object} dinofleet.v1.ProbeRequest.$Properties
             * @property {string|null} [address] ProbeRequest address
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ProbeRequest.
             * @memberof dinofleet.v1
             * @interface IProbeRequest
             * @augments dinofleet.v1.ProbeRequest.$Properties
             * @deprecated Use dinofleet.v1.ProbeRequest.$Properties instead.
             */

            /**
             * Shape of a ProbeRequest.
             * @typedef {dinofleet.v1.ProbeRequest.$Properties} dinofleet.v1.ProbeRequest.$Shape
             */

            /**
             * Constructs a new ProbeRequest.
             * @memberof dinofleet.v1
             * @classdesc Represents a ProbeRequest.
             * @constructor
             * @param {dinofleet.v1.ProbeRequest.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ProbeRequest = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ProbeRequest address.
             * @member {string} address
             * @memberof dinofleet.v1.ProbeRequest
             * @instance
             */
            ProbeRequest.prototype.address = "";

            /**
             * Creates a new ProbeRequest instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.ProbeRequest
             * @static
             * @param {dinofleet.v1.ProbeRequest.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.ProbeRequest} ProbeRequest instance
             * @type {{
             *   (properties: dinofleet.v1.ProbeRequest.$Shape): dinofleet.v1.ProbeRequest & dinofleet.v1.ProbeRequest.$Shape;
             *   (properties?: dinofleet.v1.ProbeRequest.$Properties): dinofleet.v1.ProbeRequest;
             * }}
             */
            ProbeRequest.create = function(properties) {
                return new ProbeRequest(properties);
            };

            /**
             * Encodes the specified ProbeRequest message. Does not implicitly {@link dinofleet.v1.ProbeRequest.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.ProbeRequest
             * @static
             * @param {dinofleet.v1.ProbeRequest.$Properties} message ProbeRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ProbeRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.address != null && $Object.hasOwnProperty.call(message, "address") && message.address !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.address);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ProbeRequest message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.ProbeRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.ProbeRequest & dinofleet.v1.ProbeRequest.$Shape} ProbeRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ProbeRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.ProbeRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.address = value;
                            else
                                delete message.address;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a ProbeRequest message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.ProbeRequest
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.ProbeRequest} ProbeRequest
             */
            ProbeRequest.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.ProbeRequest)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.ProbeRequest: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.ProbeRequest();
                if (object.address != null)
                    if (typeof object.address !== "string" || object.address.length)
                        message.address = $String(object.address);
                return message;
            };

            /**
             * Creates a plain object from a ProbeRequest message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.ProbeRequest
             * @static
             * @param {dinofleet.v1.ProbeRequest} message ProbeRequest
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            ProbeRequest.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.address = "";
                if (message.address != null && $Object.hasOwnProperty.call(message, "address"))
                    object.address = message.address;
                return object;
            };

            /**
             * Converts this ProbeRequest to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.ProbeRequest
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            ProbeRequest.prototype.toJSON = function() {
                return ProbeRequest.toObject(this, $protobuf.util.toJSONOptions);
            };

            return ProbeRequest;
        })();

        v1.ProbeAnswer = (function() {

            /**
             * Properties of a ProbeAnswer.
             * @typedef {Object} dinofleet.v1.ProbeAnswer.$Properties
             * @property {string|null} [nodeId] ProbeAnswer nodeId
             * @property {string|null} [problem] ProbeAnswer problem
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ProbeAnswer.
             * @memberof dinofleet.v1
             * @interface IProbeAnswer
             * @augments dinofleet.v1.ProbeAnswer.$Properties
             * @deprecated Use dinofleet.v1.ProbeAnswer.$Properties instead.
             */

            /**
             * Shape of a ProbeAnswer.
             * @typedef {dinofleet.v1.ProbeAnswer.$Properties} dinofleet.v1.ProbeAnswer.$Shape
             */

            /**
             * Constructs a new ProbeAnswer.
             * @memberof dinofleet.v1
             * @classdesc Represents a ProbeAnswer.
             * @constructor
             * @param {dinofleet.v1.ProbeAnswer.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ProbeAnswer = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ProbeAnswer nodeId.
             * @member {string} nodeId
             * @memberof dinofleet.v1.ProbeAnswer
             * @instance
             */
            ProbeAnswer.prototype.nodeId = "";

            /**
             * ProbeAnswer problem.
             * @member {string} problem
             * @memberof dinofleet.v1.ProbeAnswer
             * @instance
             */
            ProbeAnswer.prototype.problem = "";

            /**
             * Creates a new ProbeAnswer instance using the specified properties.
             * @function create
             * @memberof dinofleet.v1.ProbeAnswer
             * @static
             * @param {dinofleet.v1.ProbeAnswer.$Properties=} [properties] Properties to set
             * @returns {dinofleet.v1.ProbeAnswer} ProbeAnswer instance
             * @type {{
             *   (properties: dinofleet.v1.ProbeAnswer.$Shape): dinofleet.v1.ProbeAnswer & dinofleet.v1.ProbeAnswer.$Shape;
             *   (properties?: dinofleet.v1.ProbeAnswer.$Properties): dinofleet.v1.ProbeAnswer;
             * }}
             */
            ProbeAnswer.create = function(properties) {
                return new ProbeAnswer(properties);
            };

            /**
             * Encodes the specified ProbeAnswer message. Does not implicitly {@link dinofleet.v1.ProbeAnswer.verify|verify} messages.
             * @function encode
             * @memberof dinofleet.v1.ProbeAnswer
             * @static
             * @param {dinofleet.v1.ProbeAnswer.$Properties} message ProbeAnswer message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ProbeAnswer.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId") && message.nodeId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.nodeId);
                if (message.problem != null && $Object.hasOwnProperty.call(message, "problem") && message.problem !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.problem);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ProbeAnswer message from the specified reader or buffer.
             * @function decode
             * @memberof dinofleet.v1.ProbeAnswer
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {dinofleet.v1.ProbeAnswer & dinofleet.v1.ProbeAnswer.$Shape} ProbeAnswer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ProbeAnswer.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.dinofleet.v1.ProbeAnswer();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.nodeId = value;
                            else
                                delete message.nodeId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.problem = value;
                            else
                                delete message.problem;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a ProbeAnswer message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof dinofleet.v1.ProbeAnswer
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {dinofleet.v1.ProbeAnswer} ProbeAnswer
             */
            ProbeAnswer.fromObject = function (object, _depth) {
                if (object instanceof $root.dinofleet.v1.ProbeAnswer)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".dinofleet.v1.ProbeAnswer: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.dinofleet.v1.ProbeAnswer();
                if (object.nodeId != null)
                    if (typeof object.nodeId !== "string" || object.nodeId.length)
                        message.nodeId = $String(object.nodeId);
                if (object.problem != null)
                    if (typeof object.problem !== "string" || object.problem.length)
                        message.problem = $String(object.problem);
                return message;
            };

            /**
             * Creates a plain object from a ProbeAnswer message. Also converts values to other types if specified.
             * @function toObject
             * @memberof dinofleet.v1.ProbeAnswer
             * @static
             * @param {dinofleet.v1.ProbeAnswer} message ProbeAnswer
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            ProbeAnswer.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.nodeId = "";
                    object.problem = "";
                }
                if (message.nodeId != null && $Object.hasOwnProperty.call(message, "nodeId"))
                    object.nodeId = message.nodeId;
                if (message.problem != null && $Object.hasOwnProperty.call(message, "problem"))
                    object.problem = message.problem;
                return object;
            };

            /**
             * Converts this ProbeAnswer to JSON.
             * @function toJSON
             * @memberof dinofleet.v1.ProbeAnswer
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            ProbeAnswer.prototype.toJSON = function() {
                return ProbeAnswer.toObject(this, $protobuf.util.toJSONOptions);
            };

            return ProbeAnswer;
        })();

        return v1;
    })();

    return dinofleet;
})();

export {
  $root as default
};
