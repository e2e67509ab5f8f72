import * as $protobuf from "protobufjs/minimal.js";
import Long = require("long");

/** Namespace dinofleet. */
export namespace dinofleet {

    /** Namespace v1. */
    namespace v1 {

        /**
         * Properties of an ImageIndexRequest.
         * @deprecated Use dinofleet.v1.ImageIndexRequest.$Properties instead.
         */
        interface IImageIndexRequest extends dinofleet.v1.ImageIndexRequest.$Properties {
        }

        /** Represents an ImageIndexRequest. */
        class ImageIndexRequest {

            /**
             * Constructs a new ImageIndexRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.ImageIndexRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Creates a new ImageIndexRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ImageIndexRequest instance
             */
            static create(properties: dinofleet.v1.ImageIndexRequest.$Shape): dinofleet.v1.ImageIndexRequest & dinofleet.v1.ImageIndexRequest.$Shape;
            static create(properties?: dinofleet.v1.ImageIndexRequest.$Properties): dinofleet.v1.ImageIndexRequest;

            /**
             * Encodes the specified ImageIndexRequest message. Does not implicitly {@link dinofleet.v1.ImageIndexRequest.verify|verify} messages.
             * @param message ImageIndexRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.ImageIndexRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an ImageIndexRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.ImageIndexRequest & dinofleet.v1.ImageIndexRequest.$Shape} ImageIndexRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.ImageIndexRequest & dinofleet.v1.ImageIndexRequest.$Shape;

            /**
             * Creates an ImageIndexRequest message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ImageIndexRequest
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.ImageIndexRequest;

            /**
             * Creates a plain object from an ImageIndexRequest message. Also converts values to other types if specified.
             * @param message ImageIndexRequest
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.ImageIndexRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ImageIndexRequest to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace ImageIndexRequest {

            /** Properties of an ImageIndexRequest. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an ImageIndexRequest. */
            type $Shape = dinofleet.v1.ImageIndexRequest.$Properties;
        }

        /**
         * Properties of a FileChunk.
         * @deprecated Use dinofleet.v1.FileChunk.$Properties instead.
         */
        interface IFileChunk extends dinofleet.v1.FileChunk.$Properties {
        }

        /** Represents a FileChunk. */
        class FileChunk {

            /**
             * Constructs a new FileChunk.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.FileChunk.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** FileChunk position. */
            position: number;

            /** FileChunk data. */
            data: Uint8Array;

            /**
             * Creates a new FileChunk instance using the specified properties.
             * @param [properties] Properties to set
             * @returns FileChunk instance
             */
            static create(properties: dinofleet.v1.FileChunk.$Shape): dinofleet.v1.FileChunk & dinofleet.v1.FileChunk.$Shape;
            static create(properties?: dinofleet.v1.FileChunk.$Properties): dinofleet.v1.FileChunk;

            /**
             * Encodes the specified FileChunk message. Does not implicitly {@link dinofleet.v1.FileChunk.verify|verify} messages.
             * @param message FileChunk message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.FileChunk.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a FileChunk message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.FileChunk & dinofleet.v1.FileChunk.$Shape} FileChunk
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.FileChunk & dinofleet.v1.FileChunk.$Shape;

            /**
             * Creates a FileChunk message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns FileChunk
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.FileChunk;

            /**
             * Creates a plain object from a FileChunk message. Also converts values to other types if specified.
             * @param message FileChunk
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.FileChunk, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this FileChunk to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace FileChunk {

            /** Properties of a FileChunk. */
            interface $Properties {

                /** FileChunk position */
                position?: (number|null);

                /** FileChunk data */
                data?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a FileChunk. */
            type $Shape = dinofleet.v1.FileChunk.$Properties;
        }

        /**
         * Properties of an AgentMessage.
         * @deprecated Use dinofleet.v1.AgentMessage.$Properties instead.
         */
        interface IAgentMessage extends dinofleet.v1.AgentMessage.$Properties {
        }

        /** Represents an AgentMessage. */
        class AgentMessage {

            /**
             * Constructs a new AgentMessage.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.AgentMessage.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** AgentMessage hello. */
            hello?: (dinofleet.v1.AgentHello.$Properties|null);

            /** AgentMessage survey. */
            survey?: (dinofleet.v1.NodeSurvey.$Properties|null);

            /** AgentMessage heartbeat. */
            heartbeat?: (dinofleet.v1.AgentHeartbeat.$Properties|null);

            /** AgentMessage workerExited. */
            workerExited?: (dinofleet.v1.WorkerExited.$Properties|null);

            /** AgentMessage workersSpawned. */
            workersSpawned?: (dinofleet.v1.WorkersSpawned.$Properties|null);

            /** AgentMessage partPublished. */
            partPublished?: (dinofleet.v1.PartPublished.$Properties|null);

            /** AgentMessage leaving. */
            leaving?: (dinofleet.v1.AgentLeaving.$Properties|null);

            /** AgentMessage probed. */
            probed?: (dinofleet.v1.NodeProbed.$Properties|null);

            /** AgentMessage partCopied. */
            partCopied?: (dinofleet.v1.PartCopied.$Properties|null);

            /** AgentMessage brought. */
            brought?: (dinofleet.v1.Brought.$Properties|null);

            /** AgentMessage number. */
            number: number;

            /** AgentMessage kind. */
            kind?: ("hello"|"survey"|"heartbeat"|"workerExited"|"workersSpawned"|"partPublished"|"leaving"|"probed"|"partCopied"|"brought");

            /**
             * Creates a new AgentMessage instance using the specified properties.
             * @param [properties] Properties to set
             * @returns AgentMessage instance
             */
            static create(properties: dinofleet.v1.AgentMessage.$Shape): dinofleet.v1.AgentMessage & dinofleet.v1.AgentMessage.$Shape;
            static create(properties?: dinofleet.v1.AgentMessage.$Properties): dinofleet.v1.AgentMessage;

            /**
             * Encodes the specified AgentMessage message. Does not implicitly {@link dinofleet.v1.AgentMessage.verify|verify} messages.
             * @param message AgentMessage message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.AgentMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an AgentMessage message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.AgentMessage & dinofleet.v1.AgentMessage.$Shape} AgentMessage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.AgentMessage & dinofleet.v1.AgentMessage.$Shape;

            /**
             * Creates an AgentMessage message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns AgentMessage
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.AgentMessage;

            /**
             * Creates a plain object from an AgentMessage message. Also converts values to other types if specified.
             * @param message AgentMessage
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.AgentMessage, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this AgentMessage to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace AgentMessage {

            /** Properties of an AgentMessage. */
            interface $Properties {

                /** AgentMessage hello */
                hello?: (dinofleet.v1.AgentHello.$Properties|null);

                /** AgentMessage survey */
                survey?: (dinofleet.v1.NodeSurvey.$Properties|null);

                /** AgentMessage heartbeat */
                heartbeat?: (dinofleet.v1.AgentHeartbeat.$Properties|null);

                /** AgentMessage workerExited */
                workerExited?: (dinofleet.v1.WorkerExited.$Properties|null);

                /** AgentMessage workersSpawned */
                workersSpawned?: (dinofleet.v1.WorkersSpawned.$Properties|null);

                /** AgentMessage partPublished */
                partPublished?: (dinofleet.v1.PartPublished.$Properties|null);

                /** AgentMessage leaving */
                leaving?: (dinofleet.v1.AgentLeaving.$Properties|null);

                /** AgentMessage probed */
                probed?: (dinofleet.v1.NodeProbed.$Properties|null);

                /** AgentMessage partCopied */
                partCopied?: (dinofleet.v1.PartCopied.$Properties|null);

                /** AgentMessage brought */
                brought?: (dinofleet.v1.Brought.$Properties|null);

                /** AgentMessage number */
                number?: (number|null);

                /** AgentMessage kind */
                kind?: ("hello"|"survey"|"heartbeat"|"workerExited"|"workersSpawned"|"partPublished"|"leaving"|"probed"|"partCopied"|"brought");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of an AgentMessage. */
            type $Shape = {
              hello?: dinofleet.v1.AgentHello.$Shape|null;
              survey?: dinofleet.v1.NodeSurvey.$Shape|null;
              heartbeat?: dinofleet.v1.AgentHeartbeat.$Shape|null;
              workerExited?: dinofleet.v1.WorkerExited.$Shape|null;
              workersSpawned?: dinofleet.v1.WorkersSpawned.$Shape|null;
              partPublished?: dinofleet.v1.PartPublished.$Shape|null;
              leaving?: dinofleet.v1.AgentLeaving.$Shape|null;
              probed?: dinofleet.v1.NodeProbed.$Shape|null;
              partCopied?: dinofleet.v1.PartCopied.$Shape|null;
              brought?: dinofleet.v1.Brought.$Shape|null;
              number?: number|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ kind?: undefined; hello?: null; survey?: null; heartbeat?: null; workerExited?: null; workersSpawned?: null; partPublished?: null; leaving?: null; probed?: null; partCopied?: null; brought?: null }|{ kind?: "hello"; hello: dinofleet.v1.AgentHello.$Shape; survey?: null; heartbeat?: null; workerExited?: null; workersSpawned?: null; partPublished?: null; leaving?: null; probed?: null; partCopied?: null; brought?: null }|{ kind?: "survey"; hello?: null; survey: dinofleet.v1.NodeSurvey.$Shape; heartbeat?: null; workerExited?: null; workersSpawned?: null; partPublished?: null; leaving?: null; probed?: null; partCopied?: null; brought?: null }|{ kind?: "heartbeat"; hello?: null; survey?: null; heartbeat: dinofleet.v1.AgentHeartbeat.$Shape; workerExited?: null; workersSpawned?: null; partPublished?: null; leaving?: null; probed?: null; partCopied?: null; brought?: null }|{ kind?: "workerExited"; hello?: null; survey?: null; heartbeat?: null; workerExited: dinofleet.v1.WorkerExited.$Shape; workersSpawned?: null; partPublished?: null; leaving?: null; probed?: null; partCopied?: null; brought?: null }|{ kind?: "workersSpawned"; hello?: null; survey?: null; heartbeat?: null; workerExited?: null; workersSpawned: dinofleet.v1.WorkersSpawned.$Shape; partPublished?: null; leaving?: null; probed?: null; partCopied?: null; brought?: null }|{ kind?: "partPublished"; hello?: null; survey?: null; heartbeat?: null; workerExited?: null; workersSpawned?: null; partPublished: dinofleet.v1.PartPublished.$Shape; leaving?: null; probed?: null; partCopied?: null; brought?: null }|{ kind?: "leaving"; hello?: null; survey?: null; heartbeat?: null; workerExited?: null; workersSpawned?: null; partPublished?: null; leaving: dinofleet.v1.AgentLeaving.$Shape; probed?: null; partCopied?: null; brought?: null }|{ kind?: "probed"; hello?: null; survey?: null; heartbeat?: null; workerExited?: null; workersSpawned?: null; partPublished?: null; leaving?: null; probed: dinofleet.v1.NodeProbed.$Shape; partCopied?: null; brought?: null }|{ kind?: "partCopied"; hello?: null; survey?: null; heartbeat?: null; workerExited?: null; workersSpawned?: null; partPublished?: null; leaving?: null; probed?: null; partCopied: dinofleet.v1.PartCopied.$Shape; brought?: null }|{ kind?: "brought"; hello?: null; survey?: null; heartbeat?: null; workerExited?: null; workersSpawned?: null; partPublished?: null; leaving?: null; probed?: null; partCopied?: null; brought: dinofleet.v1.Brought.$Shape })
            );
        }

        /**
         * Properties of an AgentHello.
         * @deprecated Use dinofleet.v1.AgentHello.$Properties instead.
         */
        interface IAgentHello extends dinofleet.v1.AgentHello.$Properties {
        }

        /** Represents an AgentHello. */
        class AgentHello {

            /**
             * Constructs a new AgentHello.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.AgentHello.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** AgentHello nodeId. */
            nodeId: string;

            /** AgentHello hostname. */
            hostname: string;

            /** AgentHello cores. */
            cores: number;

            /** AgentHello localRanks. */
            localRanks: number;

            /** AgentHello listenHost. */
            listenHost: string;

            /** AgentHello protocol. */
            protocol: number;

            /** AgentHello build. */
            build: string;

            /** AgentHello bootId. */
            bootId: string;

            /** AgentHello coresPresent. */
            coresPresent: number;

            /** AgentHello corePool. */
            corePool: string;

            /** AgentHello memoryBytes. */
            memoryBytes: number;

            /** AgentHello devices. */
            devices: dinofleet.v1.Device.$Properties[];

            /** AgentHello addresses. */
            addresses: dinofleet.v1.InterfaceAddress.$Properties[];

            /** AgentHello place. */
            place: string;

            /** AgentHello returnsTo. */
            returnsTo: string;

            /** AgentHello workerIds. */
            workerIds: string[];

            /**
             * Creates a new AgentHello instance using the specified properties.
             * @param [properties] Properties to set
             * @returns AgentHello instance
             */
            static create(properties: dinofleet.v1.AgentHello.$Shape): dinofleet.v1.AgentHello & dinofleet.v1.AgentHello.$Shape;
            static create(properties?: dinofleet.v1.AgentHello.$Properties): dinofleet.v1.AgentHello;

            /**
             * Encodes the specified AgentHello message. Does not implicitly {@link dinofleet.v1.AgentHello.verify|verify} messages.
             * @param message AgentHello message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.AgentHello.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an AgentHello message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.AgentHello & dinofleet.v1.AgentHello.$Shape} AgentHello
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.AgentHello & dinofleet.v1.AgentHello.$Shape;

            /**
             * Creates an AgentHello message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns AgentHello
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.AgentHello;

            /**
             * Creates a plain object from an AgentHello message. Also converts values to other types if specified.
             * @param message AgentHello
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.AgentHello, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this AgentHello to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace AgentHello {

            /** Properties of an AgentHello. */
            interface $Properties {

                /** AgentHello nodeId */
                nodeId?: (string|null);

                /** AgentHello hostname */
                hostname?: (string|null);

                /** AgentHello cores */
                cores?: (number|null);

                /** AgentHello localRanks */
                localRanks?: (number|null);

                /** AgentHello listenHost */
                listenHost?: (string|null);

                /** AgentHello protocol */
                protocol?: (number|null);

                /** AgentHello build */
                build?: (string|null);

                /** AgentHello bootId */
                bootId?: (string|null);

                /** AgentHello coresPresent */
                coresPresent?: (number|null);

                /** AgentHello corePool */
                corePool?: (string|null);

                /** AgentHello memoryBytes */
                memoryBytes?: (number|null);

                /** AgentHello devices */
                devices?: (dinofleet.v1.Device.$Properties[]|null);

                /** AgentHello addresses */
                addresses?: (dinofleet.v1.InterfaceAddress.$Properties[]|null);

                /** AgentHello place */
                place?: (string|null);

                /** AgentHello returnsTo */
                returnsTo?: (string|null);

                /** AgentHello workerIds */
                workerIds?: (string[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an AgentHello. */
            type $Shape = dinofleet.v1.AgentHello.$Properties;
        }

        /**
         * Properties of an InterfaceAddress.
         * @deprecated Use dinofleet.v1.InterfaceAddress.$Properties instead.
         */
        interface IInterfaceAddress extends dinofleet.v1.InterfaceAddress.$Properties {
        }

        /** Represents an InterfaceAddress. */
        class InterfaceAddress {

            /**
             * Constructs a new InterfaceAddress.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.InterfaceAddress.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** InterfaceAddress name. */
            name: string;

            /** InterfaceAddress address. */
            address: string;

            /**
             * Creates a new InterfaceAddress instance using the specified properties.
             * @param [properties] Properties to set
             * @returns InterfaceAddress instance
             */
            static create(properties: dinofleet.v1.InterfaceAddress.$Shape): dinofleet.v1.InterfaceAddress & dinofleet.v1.InterfaceAddress.$Shape;
            static create(properties?: dinofleet.v1.InterfaceAddress.$Properties): dinofleet.v1.InterfaceAddress;

            /**
             * Encodes the specified InterfaceAddress message. Does not implicitly {@link dinofleet.v1.InterfaceAddress.verify|verify} messages.
             * @param message InterfaceAddress message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.InterfaceAddress.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an InterfaceAddress message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.InterfaceAddress & dinofleet.v1.InterfaceAddress.$Shape} InterfaceAddress
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.InterfaceAddress & dinofleet.v1.InterfaceAddress.$Shape;

            /**
             * Creates an InterfaceAddress message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns InterfaceAddress
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.InterfaceAddress;

            /**
             * Creates a plain object from an InterfaceAddress message. Also converts values to other types if specified.
             * @param message InterfaceAddress
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.InterfaceAddress, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this InterfaceAddress to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace InterfaceAddress {

            /** Properties of an InterfaceAddress. */
            interface $Properties {

                /** InterfaceAddress name */
                name?: (string|null);

                /** InterfaceAddress address */
                address?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an InterfaceAddress. */
            type $Shape = dinofleet.v1.InterfaceAddress.$Properties;
        }

        /**
         * Properties of a Device.
         * @deprecated Use dinofleet.v1.Device.$Properties instead.
         */
        interface IDevice extends dinofleet.v1.Device.$Properties {
        }

        /** Represents a Device. */
        class Device {

            /**
             * Constructs a new Device.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.Device.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Device device. */
            device: string;

            /** Device name. */
            name: string;

            /** Device memoryBytes. */
            memoryBytes: number;

            /** Device computeTypes. */
            computeTypes: string[];

            /** Device id. */
            id: string;

            /**
             * Creates a new Device instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Device instance
             */
            static create(properties: dinofleet.v1.Device.$Shape): dinofleet.v1.Device & dinofleet.v1.Device.$Shape;
            static create(properties?: dinofleet.v1.Device.$Properties): dinofleet.v1.Device;

            /**
             * Encodes the specified Device message. Does not implicitly {@link dinofleet.v1.Device.verify|verify} messages.
             * @param message Device message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.Device.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Device message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.Device & dinofleet.v1.Device.$Shape} Device
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.Device & dinofleet.v1.Device.$Shape;

            /**
             * Creates a Device message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Device
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.Device;

            /**
             * Creates a plain object from a Device message. Also converts values to other types if specified.
             * @param message Device
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.Device, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Device to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Device {

            /** Properties of a Device. */
            interface $Properties {

                /** Device device */
                device?: (string|null);

                /** Device name */
                name?: (string|null);

                /** Device memoryBytes */
                memoryBytes?: (number|null);

                /** Device computeTypes */
                computeTypes?: (string[]|null);

                /** Device id */
                id?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Device. */
            type $Shape = dinofleet.v1.Device.$Properties;
        }

        /**
         * Properties of a NodeSurvey.
         * @deprecated Use dinofleet.v1.NodeSurvey.$Properties instead.
         */
        interface INodeSurvey extends dinofleet.v1.NodeSurvey.$Properties {
        }

        /** Represents a NodeSurvey. */
        class NodeSurvey {

            /**
             * Constructs a new NodeSurvey.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.NodeSurvey.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** NodeSurvey token. */
            token: string;

            /** NodeSurvey listingHash. */
            listingHash: string;

            /** NodeSurvey imageCount. */
            imageCount: number;

            /** NodeSurvey problem. */
            problem: string;

            /** NodeSurvey checkpointSteps. */
            checkpointSteps: number[];

            /** NodeSurvey parts. */
            parts: dinofleet.v1.Part.$Properties[];

            /** NodeSurvey peerAddress. */
            peerAddress: string;

            /** NodeSurvey memoryId. */
            memoryId: string;

            /** NodeSurvey diskId. */
            diskId: string;

            /** NodeSurvey outputDir. */
            outputDir: string;

            /** NodeSurvey snapshotDir. */
            snapshotDir: string;

            /** NodeSurvey datasetPaths. */
            datasetPaths: string[];

            /** NodeSurvey checkpointDir. */
            checkpointDir: string;

            /**
             * Creates a new NodeSurvey instance using the specified properties.
             * @param [properties] Properties to set
             * @returns NodeSurvey instance
             */
            static create(properties: dinofleet.v1.NodeSurvey.$Shape): dinofleet.v1.NodeSurvey & dinofleet.v1.NodeSurvey.$Shape;
            static create(properties?: dinofleet.v1.NodeSurvey.$Properties): dinofleet.v1.NodeSurvey;

            /**
             * Encodes the specified NodeSurvey message. Does not implicitly {@link dinofleet.v1.NodeSurvey.verify|verify} messages.
             * @param message NodeSurvey message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.NodeSurvey.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a NodeSurvey message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.NodeSurvey & dinofleet.v1.NodeSurvey.$Shape} NodeSurvey
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.NodeSurvey & dinofleet.v1.NodeSurvey.$Shape;

            /**
             * Creates a NodeSurvey message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns NodeSurvey
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.NodeSurvey;

            /**
             * Creates a plain object from a NodeSurvey message. Also converts values to other types if specified.
             * @param message NodeSurvey
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.NodeSurvey, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this NodeSurvey to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace NodeSurvey {

            /** Properties of a NodeSurvey. */
            interface $Properties {

                /** NodeSurvey token */
                token?: (string|null);

                /** NodeSurvey listingHash */
                listingHash?: (string|null);

                /** NodeSurvey imageCount */
                imageCount?: (number|null);

                /** NodeSurvey problem */
                problem?: (string|null);

                /** NodeSurvey checkpointSteps */
                checkpointSteps?: (number[]|null);

                /** NodeSurvey parts */
                parts?: (dinofleet.v1.Part.$Properties[]|null);

                /** NodeSurvey peerAddress */
                peerAddress?: (string|null);

                /** NodeSurvey memoryId */
                memoryId?: (string|null);

                /** NodeSurvey diskId */
                diskId?: (string|null);

                /** NodeSurvey outputDir */
                outputDir?: (string|null);

                /** NodeSurvey snapshotDir */
                snapshotDir?: (string|null);

                /** NodeSurvey datasetPaths */
                datasetPaths?: (string[]|null);

                /** NodeSurvey checkpointDir */
                checkpointDir?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a NodeSurvey. */
            type $Shape = dinofleet.v1.NodeSurvey.$Properties;
        }

        /**
         * Properties of a NodeProbed.
         * @deprecated Use dinofleet.v1.NodeProbed.$Properties instead.
         */
        interface INodeProbed extends dinofleet.v1.NodeProbed.$Properties {
        }

        /** Represents a NodeProbed. */
        class NodeProbed {

            /**
             * Constructs a new NodeProbed.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.NodeProbed.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** NodeProbed unreached. */
            unreached: dinofleet.v1.UnreachedPeer.$Properties[];

            /**
             * Creates a new NodeProbed instance using the specified properties.
             * @param [properties] Properties to set
             * @returns NodeProbed instance
             */
            static create(properties: dinofleet.v1.NodeProbed.$Shape): dinofleet.v1.NodeProbed & dinofleet.v1.NodeProbed.$Shape;
            static create(properties?: dinofleet.v1.NodeProbed.$Properties): dinofleet.v1.NodeProbed;

            /**
             * Encodes the specified NodeProbed message. Does not implicitly {@link dinofleet.v1.NodeProbed.verify|verify} messages.
             * @param message NodeProbed message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.NodeProbed.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a NodeProbed message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.NodeProbed & dinofleet.v1.NodeProbed.$Shape} NodeProbed
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.NodeProbed & dinofleet.v1.NodeProbed.$Shape;

            /**
             * Creates a NodeProbed message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns NodeProbed
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.NodeProbed;

            /**
             * Creates a plain object from a NodeProbed message. Also converts values to other types if specified.
             * @param message NodeProbed
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.NodeProbed, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this NodeProbed to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace NodeProbed {

            /** Properties of a NodeProbed. */
            interface $Properties {

                /** NodeProbed unreached */
                unreached?: (dinofleet.v1.UnreachedPeer.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a NodeProbed. */
            type $Shape = dinofleet.v1.NodeProbed.$Properties;
        }

        /**
         * Properties of an UnreachedPeer.
         * @deprecated Use dinofleet.v1.UnreachedPeer.$Properties instead.
         */
        interface IUnreachedPeer extends dinofleet.v1.UnreachedPeer.$Properties {
        }

        /** Represents an UnreachedPeer. */
        class UnreachedPeer {

            /**
             * Constructs a new UnreachedPeer.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.UnreachedPeer.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** UnreachedPeer nodeId. */
            nodeId: string;

            /** UnreachedPeer reason. */
            reason: string;

            /**
             * Creates a new UnreachedPeer instance using the specified properties.
             * @param [properties] Properties to set
             * @returns UnreachedPeer instance
             */
            static create(properties: dinofleet.v1.UnreachedPeer.$Shape): dinofleet.v1.UnreachedPeer & dinofleet.v1.UnreachedPeer.$Shape;
            static create(properties?: dinofleet.v1.UnreachedPeer.$Properties): dinofleet.v1.UnreachedPeer;

            /**
             * Encodes the specified UnreachedPeer message. Does not implicitly {@link dinofleet.v1.UnreachedPeer.verify|verify} messages.
             * @param message UnreachedPeer message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.UnreachedPeer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an UnreachedPeer message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.UnreachedPeer & dinofleet.v1.UnreachedPeer.$Shape} UnreachedPeer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.UnreachedPeer & dinofleet.v1.UnreachedPeer.$Shape;

            /**
             * Creates an UnreachedPeer message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns UnreachedPeer
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.UnreachedPeer;

            /**
             * Creates a plain object from an UnreachedPeer message. Also converts values to other types if specified.
             * @param message UnreachedPeer
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.UnreachedPeer, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this UnreachedPeer to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace UnreachedPeer {

            /** Properties of an UnreachedPeer. */
            interface $Properties {

                /** UnreachedPeer nodeId */
                nodeId?: (string|null);

                /** UnreachedPeer reason */
                reason?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an UnreachedPeer. */
            type $Shape = dinofleet.v1.UnreachedPeer.$Properties;
        }

        /**
         * Properties of a Part.
         * @deprecated Use dinofleet.v1.Part.$Properties instead.
         */
        interface IPart extends dinofleet.v1.Part.$Properties {
        }

        /** Represents a Part. */
        class Part {

            /**
             * Constructs a new Part.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.Part.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Part step. */
            step: number;

            /** Part directory. */
            directory: string;

            /** Part identity. */
            identity: string;

            /** Part globalBatch. */
            globalBatch: number;

            /** Part worldSize. */
            worldSize: number;

            /** Part ranks. */
            ranks: number[];

            /** Part ownFileIsEnough. */
            ownFileIsEnough: boolean;

            /** Part computeType. */
            computeType: string;

            /** Part onDisk. */
            onDisk: boolean;

            /**
             * Creates a new Part instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Part instance
             */
            static create(properties: dinofleet.v1.Part.$Shape): dinofleet.v1.Part & dinofleet.v1.Part.$Shape;
            static create(properties?: dinofleet.v1.Part.$Properties): dinofleet.v1.Part;

            /**
             * Encodes the specified Part message. Does not implicitly {@link dinofleet.v1.Part.verify|verify} messages.
             * @param message Part message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.Part.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Part message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.Part & dinofleet.v1.Part.$Shape} Part
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.Part & dinofleet.v1.Part.$Shape;

            /**
             * Creates a Part message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Part
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.Part;

            /**
             * Creates a plain object from a Part message. Also converts values to other types if specified.
             * @param message Part
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.Part, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Part to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Part {

            /** Properties of a Part. */
            interface $Properties {

                /** Part step */
                step?: (number|null);

                /** Part directory */
                directory?: (string|null);

                /** Part identity */
                identity?: (string|null);

                /** Part globalBatch */
                globalBatch?: (number|null);

                /** Part worldSize */
                worldSize?: (number|null);

                /** Part ranks */
                ranks?: (number[]|null);

                /** Part ownFileIsEnough */
                ownFileIsEnough?: (boolean|null);

                /** Part computeType */
                computeType?: (string|null);

                /** Part onDisk */
                onDisk?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Part. */
            type $Shape = dinofleet.v1.Part.$Properties;
        }

        /**
         * Properties of a PartPublished.
         * @deprecated Use dinofleet.v1.PartPublished.$Properties instead.
         */
        interface IPartPublished extends dinofleet.v1.PartPublished.$Properties {
        }

        /** Represents a PartPublished. */
        class PartPublished {

            /**
             * Constructs a new PartPublished.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.PartPublished.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PartPublished generation. */
            generation: number;

            /** PartPublished step. */
            step: number;

            /** PartPublished problem. */
            problem: string;

            /** PartPublished parts. */
            parts: dinofleet.v1.Part.$Properties[];

            /** PartPublished onDisk. */
            onDisk: boolean;

            /**
             * Creates a new PartPublished instance using the specified properties.
             * @param [properties] Properties to set
             * @returns PartPublished instance
             */
            static create(properties: dinofleet.v1.PartPublished.$Shape): dinofleet.v1.PartPublished & dinofleet.v1.PartPublished.$Shape;
            static create(properties?: dinofleet.v1.PartPublished.$Properties): dinofleet.v1.PartPublished;

            /**
             * Encodes the specified PartPublished message. Does not implicitly {@link dinofleet.v1.PartPublished.verify|verify} messages.
             * @param message PartPublished message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.PartPublished.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PartPublished message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.PartPublished & dinofleet.v1.PartPublished.$Shape} PartPublished
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.PartPublished & dinofleet.v1.PartPublished.$Shape;

            /**
             * Creates a PartPublished message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns PartPublished
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.PartPublished;

            /**
             * Creates a plain object from a PartPublished message. Also converts values to other types if specified.
             * @param message PartPublished
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.PartPublished, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this PartPublished to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace PartPublished {

            /** Properties of a PartPublished. */
            interface $Properties {

                /** PartPublished generation */
                generation?: (number|null);

                /** PartPublished step */
                step?: (number|null);

                /** PartPublished problem */
                problem?: (string|null);

                /** PartPublished parts */
                parts?: (dinofleet.v1.Part.$Properties[]|null);

                /** PartPublished onDisk */
                onDisk?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a PartPublished. */
            type $Shape = dinofleet.v1.PartPublished.$Properties;
        }

        /**
         * Properties of a PartCopied.
         * @deprecated Use dinofleet.v1.PartCopied.$Properties instead.
         */
        interface IPartCopied extends dinofleet.v1.PartCopied.$Properties {
        }

        /** Represents a PartCopied. */
        class PartCopied {

            /**
             * Constructs a new PartCopied.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.PartCopied.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PartCopied generation. */
            generation: number;

            /** PartCopied step. */
            step: number;

            /** PartCopied onDisk. */
            onDisk: boolean;

            /** PartCopied problem. */
            problem: string;

            /** PartCopied parts. */
            parts: dinofleet.v1.Part.$Properties[];

            /**
             * Creates a new PartCopied instance using the specified properties.
             * @param [properties] Properties to set
             * @returns PartCopied instance
             */
            static create(properties: dinofleet.v1.PartCopied.$Shape): dinofleet.v1.PartCopied & dinofleet.v1.PartCopied.$Shape;
            static create(properties?: dinofleet.v1.PartCopied.$Properties): dinofleet.v1.PartCopied;

            /**
             * Encodes the specified PartCopied message. Does not implicitly {@link dinofleet.v1.PartCopied.verify|verify} messages.
             * @param message PartCopied message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.PartCopied.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PartCopied message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.PartCopied & dinofleet.v1.PartCopied.$Shape} PartCopied
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.PartCopied & dinofleet.v1.PartCopied.$Shape;

            /**
             * Creates a PartCopied message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns PartCopied
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.PartCopied;

            /**
             * Creates a plain object from a PartCopied message. Also converts values to other types if specified.
             * @param message PartCopied
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.PartCopied, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this PartCopied to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace PartCopied {

            /** Properties of a PartCopied. */
            interface $Properties {

                /** PartCopied generation */
                generation?: (number|null);

                /** PartCopied step */
                step?: (number|null);

                /** PartCopied onDisk */
                onDisk?: (boolean|null);

                /** PartCopied problem */
                problem?: (string|null);

                /** PartCopied parts */
                parts?: (dinofleet.v1.Part.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a PartCopied. */
            type $Shape = dinofleet.v1.PartCopied.$Properties;
        }

        /**
         * Properties of a Brought.
         * @deprecated Use dinofleet.v1.Brought.$Properties instead.
         */
        interface IBrought extends dinofleet.v1.Brought.$Properties {
        }

        /** Represents a Brought. */
        class Brought {

            /**
             * Constructs a new Brought.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.Brought.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Brought generation. */
            generation: number;

            /** Brought problem. */
            problem: string;

            /** Brought directory. */
            directory: string;

            /** Brought bytes. */
            bytes: number;

            /**
             * Creates a new Brought instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Brought instance
             */
            static create(properties: dinofleet.v1.Brought.$Shape): dinofleet.v1.Brought & dinofleet.v1.Brought.$Shape;
            static create(properties?: dinofleet.v1.Brought.$Properties): dinofleet.v1.Brought;

            /**
             * Encodes the specified Brought message. Does not implicitly {@link dinofleet.v1.Brought.verify|verify} messages.
             * @param message Brought message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.Brought.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Brought message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.Brought & dinofleet.v1.Brought.$Shape} Brought
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.Brought & dinofleet.v1.Brought.$Shape;

            /**
             * Creates a Brought message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Brought
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.Brought;

            /**
             * Creates a plain object from a Brought message. Also converts values to other types if specified.
             * @param message Brought
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.Brought, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Brought to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Brought {

            /** Properties of a Brought. */
            interface $Properties {

                /** Brought generation */
                generation?: (number|null);

                /** Brought problem */
                problem?: (string|null);

                /** Brought directory */
                directory?: (string|null);

                /** Brought bytes */
                bytes?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Brought. */
            type $Shape = dinofleet.v1.Brought.$Properties;
        }

        /**
         * Properties of an AgentHeartbeat.
         * @deprecated Use dinofleet.v1.AgentHeartbeat.$Properties instead.
         */
        interface IAgentHeartbeat extends dinofleet.v1.AgentHeartbeat.$Properties {
        }

        /** Represents an AgentHeartbeat. */
        class AgentHeartbeat {

            /**
             * Constructs a new AgentHeartbeat.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.AgentHeartbeat.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Creates a new AgentHeartbeat instance using the specified properties.
             * @param [properties] Properties to set
             * @returns AgentHeartbeat instance
             */
            static create(properties: dinofleet.v1.AgentHeartbeat.$Shape): dinofleet.v1.AgentHeartbeat & dinofleet.v1.AgentHeartbeat.$Shape;
            static create(properties?: dinofleet.v1.AgentHeartbeat.$Properties): dinofleet.v1.AgentHeartbeat;

            /**
             * Encodes the specified AgentHeartbeat message. Does not implicitly {@link dinofleet.v1.AgentHeartbeat.verify|verify} messages.
             * @param message AgentHeartbeat message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.AgentHeartbeat.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an AgentHeartbeat message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.AgentHeartbeat & dinofleet.v1.AgentHeartbeat.$Shape} AgentHeartbeat
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.AgentHeartbeat & dinofleet.v1.AgentHeartbeat.$Shape;

            /**
             * Creates an AgentHeartbeat message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns AgentHeartbeat
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.AgentHeartbeat;

            /**
             * Creates a plain object from an AgentHeartbeat message. Also converts values to other types if specified.
             * @param message AgentHeartbeat
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.AgentHeartbeat, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this AgentHeartbeat to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace AgentHeartbeat {

            /** Properties of an AgentHeartbeat. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an AgentHeartbeat. */
            type $Shape = dinofleet.v1.AgentHeartbeat.$Properties;
        }

        /**
         * Properties of an AgentLeaving.
         * @deprecated Use dinofleet.v1.AgentLeaving.$Properties instead.
         */
        interface IAgentLeaving extends dinofleet.v1.AgentLeaving.$Properties {
        }

        /** Represents an AgentLeaving. */
        class AgentLeaving {

            /**
             * Constructs a new AgentLeaving.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.AgentLeaving.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Creates a new AgentLeaving instance using the specified properties.
             * @param [properties] Properties to set
             * @returns AgentLeaving instance
             */
            static create(properties: dinofleet.v1.AgentLeaving.$Shape): dinofleet.v1.AgentLeaving & dinofleet.v1.AgentLeaving.$Shape;
            static create(properties?: dinofleet.v1.AgentLeaving.$Properties): dinofleet.v1.AgentLeaving;

            /**
             * Encodes the specified AgentLeaving message. Does not implicitly {@link dinofleet.v1.AgentLeaving.verify|verify} messages.
             * @param message AgentLeaving message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.AgentLeaving.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an AgentLeaving message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.AgentLeaving & dinofleet.v1.AgentLeaving.$Shape} AgentLeaving
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.AgentLeaving & dinofleet.v1.AgentLeaving.$Shape;

            /**
             * Creates an AgentLeaving message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns AgentLeaving
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.AgentLeaving;

            /**
             * Creates a plain object from an AgentLeaving message. Also converts values to other types if specified.
             * @param message AgentLeaving
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.AgentLeaving, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this AgentLeaving to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace AgentLeaving {

            /** Properties of an AgentLeaving. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an AgentLeaving. */
            type $Shape = dinofleet.v1.AgentLeaving.$Properties;
        }

        /**
         * Properties of a WorkersSpawned.
         * @deprecated Use dinofleet.v1.WorkersSpawned.$Properties instead.
         */
        interface IWorkersSpawned extends dinofleet.v1.WorkersSpawned.$Properties {
        }

        /** Represents a WorkersSpawned. */
        class WorkersSpawned {

            /**
             * Constructs a new WorkersSpawned.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.WorkersSpawned.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** WorkersSpawned workerIds. */
            workerIds: string[];

            /**
             * Creates a new WorkersSpawned instance using the specified properties.
             * @param [properties] Properties to set
             * @returns WorkersSpawned instance
             */
            static create(properties: dinofleet.v1.WorkersSpawned.$Shape): dinofleet.v1.WorkersSpawned & dinofleet.v1.WorkersSpawned.$Shape;
            static create(properties?: dinofleet.v1.WorkersSpawned.$Properties): dinofleet.v1.WorkersSpawned;

            /**
             * Encodes the specified WorkersSpawned message. Does not implicitly {@link dinofleet.v1.WorkersSpawned.verify|verify} messages.
             * @param message WorkersSpawned message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.WorkersSpawned.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a WorkersSpawned message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.WorkersSpawned & dinofleet.v1.WorkersSpawned.$Shape} WorkersSpawned
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.WorkersSpawned & dinofleet.v1.WorkersSpawned.$Shape;

            /**
             * Creates a WorkersSpawned message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns WorkersSpawned
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.WorkersSpawned;

            /**
             * Creates a plain object from a WorkersSpawned message. Also converts values to other types if specified.
             * @param message WorkersSpawned
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.WorkersSpawned, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this WorkersSpawned to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace WorkersSpawned {

            /** Properties of a WorkersSpawned. */
            interface $Properties {

                /** WorkersSpawned workerIds */
                workerIds?: (string[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a WorkersSpawned. */
            type $Shape = dinofleet.v1.WorkersSpawned.$Properties;
        }

        /**
         * Properties of a WorkerExited.
         * @deprecated Use dinofleet.v1.WorkerExited.$Properties instead.
         */
        interface IWorkerExited extends dinofleet.v1.WorkerExited.$Properties {
        }

        /** Represents a WorkerExited. */
        class WorkerExited {

            /**
             * Constructs a new WorkerExited.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.WorkerExited.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** WorkerExited workerId. */
            workerId: string;

            /** WorkerExited code. */
            code: number;

            /** WorkerExited signal. */
            signal: string;

            /** WorkerExited killedByAgent. */
            killedByAgent: boolean;

            /** WorkerExited problem. */
            problem: string;

            /** WorkerExited logTail. */
            logTail: string;

            /**
             * Creates a new WorkerExited instance using the specified properties.
             * @param [properties] Properties to set
             * @returns WorkerExited instance
             */
            static create(properties: dinofleet.v1.WorkerExited.$Shape): dinofleet.v1.WorkerExited & dinofleet.v1.WorkerExited.$Shape;
            static create(properties?: dinofleet.v1.WorkerExited.$Properties): dinofleet.v1.WorkerExited;

            /**
             * Encodes the specified WorkerExited message. Does not implicitly {@link dinofleet.v1.WorkerExited.verify|verify} messages.
             * @param message WorkerExited message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.WorkerExited.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a WorkerExited message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.WorkerExited & dinofleet.v1.WorkerExited.$Shape} WorkerExited
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.WorkerExited & dinofleet.v1.WorkerExited.$Shape;

            /**
             * Creates a WorkerExited message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns WorkerExited
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.WorkerExited;

            /**
             * Creates a plain object from a WorkerExited message. Also converts values to other types if specified.
             * @param message WorkerExited
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.WorkerExited, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this WorkerExited to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace WorkerExited {

            /** Properties of a WorkerExited. */
            interface $Properties {

                /** WorkerExited workerId */
                workerId?: (string|null);

                /** WorkerExited code */
                code?: (number|null);

                /** WorkerExited signal */
                signal?: (string|null);

                /** WorkerExited killedByAgent */
                killedByAgent?: (boolean|null);

                /** WorkerExited problem */
                problem?: (string|null);

                /** WorkerExited logTail */
                logTail?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a WorkerExited. */
            type $Shape = dinofleet.v1.WorkerExited.$Properties;
        }

        /**
         * Properties of an AgentCommand.
         * @deprecated Use dinofleet.v1.AgentCommand.$Properties instead.
         */
        interface IAgentCommand extends dinofleet.v1.AgentCommand.$Properties {
        }

        /** Represents an AgentCommand. */
        class AgentCommand {

            /**
             * Constructs a new AgentCommand.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.AgentCommand.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** AgentCommand surveyRequest. */
            surveyRequest?: (dinofleet.v1.SurveyRequest.$Properties|null);

            /** AgentCommand admitted. */
            admitted?: (dinofleet.v1.Admitted.$Properties|null);

            /** AgentCommand refused. */
            refused?: (dinofleet.v1.Refused.$Properties|null);

            /** AgentCommand spawn. */
            spawn?: (dinofleet.v1.SpawnWorkers.$Properties|null);

            /** AgentCommand kill. */
            kill?: (dinofleet.v1.KillWorkers.$Properties|null);

            /** AgentCommand jobOver. */
            jobOver?: (dinofleet.v1.JobOver.$Properties|null);

            /** AgentCommand publishPart. */
            publishPart?: (dinofleet.v1.PublishPart.$Properties|null);

            /** AgentCommand clearParts. */
            clearParts?: (dinofleet.v1.ClearParts.$Properties|null);

            /** AgentCommand readmitted. */
            readmitted?: (dinofleet.v1.Readmitted.$Properties|null);

            /** AgentCommand heard. */
            heard?: (dinofleet.v1.Heard.$Properties|null);

            /** AgentCommand released. */
            released?: (dinofleet.v1.Released.$Properties|null);

            /** AgentCommand probe. */
            probe?: (dinofleet.v1.Probe.$Properties|null);

            /** AgentCommand copyPart. */
            copyPart?: (dinofleet.v1.CopyPart.$Properties|null);

            /** AgentCommand bring. */
            bring?: (dinofleet.v1.Bring.$Properties|null);

            /** AgentCommand pruneParts. */
            pruneParts?: (dinofleet.v1.PruneParts.$Properties|null);

            /** AgentCommand kind. */
            kind?: ("surveyRequest"|"admitted"|"refused"|"spawn"|"kill"|"jobOver"|"publishPart"|"clearParts"|"readmitted"|"heard"|"released"|"probe"|"copyPart"|"bring"|"pruneParts");

            /**
             * Creates a new AgentCommand instance using the specified properties.
             * @param [properties] Properties to set
             * @returns AgentCommand instance
             */
            static create(properties: dinofleet.v1.AgentCommand.$Shape): dinofleet.v1.AgentCommand & dinofleet.v1.AgentCommand.$Shape;
            static create(properties?: dinofleet.v1.AgentCommand.$Properties): dinofleet.v1.AgentCommand;

            /**
             * Encodes the specified AgentCommand message. Does not implicitly {@link dinofleet.v1.AgentCommand.verify|verify} messages.
             * @param message AgentCommand message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.AgentCommand.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an AgentCommand message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.AgentCommand & dinofleet.v1.AgentCommand.$Shape} AgentCommand
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.AgentCommand & dinofleet.v1.AgentCommand.$Shape;

            /**
             * Creates an AgentCommand message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns AgentCommand
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.AgentCommand;

            /**
             * Creates a plain object from an AgentCommand message. Also converts values to other types if specified.
             * @param message AgentCommand
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.AgentCommand, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this AgentCommand to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace AgentCommand {

            /** Properties of an AgentCommand. */
            interface $Properties {

                /** AgentCommand surveyRequest */
                surveyRequest?: (dinofleet.v1.SurveyRequest.$Properties|null);

                /** AgentCommand admitted */
                admitted?: (dinofleet.v1.Admitted.$Properties|null);

                /** AgentCommand refused */
                refused?: (dinofleet.v1.Refused.$Properties|null);

                /** AgentCommand spawn */
                spawn?: (dinofleet.v1.SpawnWorkers.$Properties|null);

                /** AgentCommand kill */
                kill?: (dinofleet.v1.KillWorkers.$Properties|null);

                /** AgentCommand jobOver */
                jobOver?: (dinofleet.v1.JobOver.$Properties|null);

                /** AgentCommand publishPart */
                publishPart?: (dinofleet.v1.PublishPart.$Properties|null);

                /** AgentCommand clearParts */
                clearParts?: (dinofleet.v1.ClearParts.$Properties|null);

                /** AgentCommand readmitted */
                readmitted?: (dinofleet.v1.Readmitted.$Properties|null);

                /** AgentCommand heard */
                heard?: (dinofleet.v1.Heard.$Properties|null);

                /** AgentCommand released */
                released?: (dinofleet.v1.Released.$Properties|null);

                /** AgentCommand probe */
                probe?: (dinofleet.v1.Probe.$Properties|null);

                /** AgentCommand copyPart */
                copyPart?: (dinofleet.v1.CopyPart.$Properties|null);

                /** AgentCommand bring */
                bring?: (dinofleet.v1.Bring.$Properties|null);

                /** AgentCommand pruneParts */
                pruneParts?: (dinofleet.v1.PruneParts.$Properties|null);

                /** AgentCommand kind */
                kind?: ("surveyRequest"|"admitted"|"refused"|"spawn"|"kill"|"jobOver"|"publishPart"|"clearParts"|"readmitted"|"heard"|"released"|"probe"|"copyPart"|"bring"|"pruneParts");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of an AgentCommand. */
            type $Shape = {
              surveyRequest?: dinofleet.v1.SurveyRequest.$Shape|null;
              admitted?: dinofleet.v1.Admitted.$Shape|null;
              refused?: dinofleet.v1.Refused.$Shape|null;
              spawn?: dinofleet.v1.SpawnWorkers.$Shape|null;
              kill?: dinofleet.v1.KillWorkers.$Shape|null;
              jobOver?: dinofleet.v1.JobOver.$Shape|null;
              publishPart?: dinofleet.v1.PublishPart.$Shape|null;
              clearParts?: dinofleet.v1.ClearParts.$Shape|null;
              readmitted?: dinofleet.v1.Readmitted.$Shape|null;
              heard?: dinofleet.v1.Heard.$Shape|null;
              released?: dinofleet.v1.Released.$Shape|null;
              probe?: dinofleet.v1.Probe.$Shape|null;
              copyPart?: dinofleet.v1.CopyPart.$Shape|null;
              bring?: dinofleet.v1.Bring.$Shape|null;
              pruneParts?: dinofleet.v1.PruneParts.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ kind?: undefined; surveyRequest?: null; admitted?: null; refused?: null; spawn?: null; kill?: null; jobOver?: null; publishPart?: null; clearParts?: null; readmitted?: null; heard?: null; released?: null; probe?: null; copyPart?: null; bring?: null; pruneParts?: null }|{ kind?: "surveyRequest"; surveyRequest: dinofleet.v1.SurveyRequest.$Shape; admitted?: null; refused?: null; spawn?: null; kill?: null; jobOver?: null; publishPart?: null; clearParts?: null; readmitted?: null; heard?: null; released?: null; probe?: null; copyPart?: null; bring?: null; pruneParts?: null }|{ kind?: "admitted"; surveyRequest?: null; admitted: dinofleet.v1.Admitted.$Shape; refused?: null; spawn?: null; kill?: null; jobOver?: null; publishPart?: null; clearParts?: null; readmitted?: null; heard?: null; released?: null; probe?: null; copyPart?: null; bring?: null; pruneParts?: null }|{ kind?: "refused"; surveyRequest?: null; admitted?: null; refused: dinofleet.v1.Refused.$Shape; spawn?: null; kill?: null; jobOver?: null; publishPart?: null; clearParts?: null; readmitted?: null; heard?: null; released?: null; probe?: null; copyPart?: null; bring?: null; pruneParts?: null }|{ kind?: "spawn"; surveyRequest?: null; admitted?: null; refused?: null; spawn: dinofleet.v1.SpawnWorkers.$Shape; kill?: null; jobOver?: null; publishPart?: null; clearParts?: null; readmitted?: null; heard?: null; released?: null; probe?: null; copyPart?: null; bring?: null; pruneParts?: null }|{ kind?: "kill"; surveyRequest?: null; admitted?: null; refused?: null; spawn?: null; kill: dinofleet.v1.KillWorkers.$Shape; jobOver?: null; publishPart?: null; clearParts?: null; readmitted?: null; heard?: null; released?: null; probe?: null; copyPart?: null; bring?: null; pruneParts?: null }|{ kind?: "jobOver"; surveyRequest?: null; admitted?: null; refused?: null; spawn?: null; kill?: null; jobOver: dinofleet.v1.JobOver.$Shape; publishPart?: null; clearParts?: null; readmitted?: null; heard?: null; released?: null; probe?: null; copyPart?: null; bring?: null; pruneParts?: null }|{ kind?: "publishPart"; surveyRequest?: null; admitted?: null; refused?: null; spawn?: null; kill?: null; jobOver?: null; publishPart: dinofleet.v1.PublishPart.$Shape; clearParts?: null; readmitted?: null; heard?: null; released?: null; probe?: null; copyPart?: null; bring?: null; pruneParts?: null }|{ kind?: "clearParts"; surveyRequest?: null; admitted?: null; refused?: null; spawn?: null; kill?: null; jobOver?: null; publishPart?: null; clearParts: dinofleet.v1.ClearParts.$Shape; readmitted?: null; heard?: null; released?: null; probe?: null; copyPart?: null; bring?: null; pruneParts?: null }|{ kind?: "readmitted"; surveyRequest?: null; admitted?: null; refused?: null; spawn?: null; kill?: null; jobOver?: null; publishPart?: null; clearParts?: null; readmitted: dinofleet.v1.Readmitted.$Shape; heard?: null; released?: null; probe?: null; copyPart?: null; bring?: null; pruneParts?: null }|{ kind?: "heard"; surveyRequest?: null; admitted?: null; refused?: null; spawn?: null; kill?: null; jobOver?: null; publishPart?: null; clearParts?: null; readmitted?: null; heard: dinofleet.v1.Heard.$Shape; released?: null; probe?: null; copyPart?: null; bring?: null; pruneParts?: null }|{ kind?: "released"; surveyRequest?: null; admitted?: null; refused?: null; spawn?: null; kill?: null; jobOver?: null; publishPart?: null; clearParts?: null; readmitted?: null; heard?: null; released: dinofleet.v1.Released.$Shape; probe?: null; copyPart?: null; bring?: null; pruneParts?: null }|{ kind?: "probe"; surveyRequest?: null; admitted?: null; refused?: null; spawn?: null; kill?: null; jobOver?: null; publishPart?: null; clearParts?: null; readmitted?: null; heard?: null; released?: null; probe: dinofleet.v1.Probe.$Shape; copyPart?: null; bring?: null; pruneParts?: null }|{ kind?: "copyPart"; surveyRequest?: null; admitted?: null; refused?: null; spawn?: null; kill?: null; jobOver?: null; publishPart?: null; clearParts?: null; readmitted?: null; heard?: null; released?: null; probe?: null; copyPart: dinofleet.v1.CopyPart.$Shape; bring?: null; pruneParts?: null }|{ kind?: "bring"; surveyRequest?: null; admitted?: null; refused?: null; spawn?: null; kill?: null; jobOver?: null; publishPart?: null; clearParts?: null; readmitted?: null; heard?: null; released?: null; probe?: null; copyPart?: null; bring: dinofleet.v1.Bring.$Shape; pruneParts?: null }|{ kind?: "pruneParts"; surveyRequest?: null; admitted?: null; refused?: null; spawn?: null; kill?: null; jobOver?: null; publishPart?: null; clearParts?: null; readmitted?: null; heard?: null; released?: null; probe?: null; copyPart?: null; bring?: null; pruneParts: dinofleet.v1.PruneParts.$Shape })
            );
        }

        /**
         * Properties of a SurveyRequest.
         * @deprecated Use dinofleet.v1.SurveyRequest.$Properties instead.
         */
        interface ISurveyRequest extends dinofleet.v1.SurveyRequest.$Properties {
        }

        /** Represents a SurveyRequest. */
        class SurveyRequest {

            /**
             * Constructs a new SurveyRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.SurveyRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SurveyRequest outputDir. */
            outputDir: string;

            /** SurveyRequest snapshotDir. */
            snapshotDir: string;

            /** SurveyRequest listenHost. */
            listenHost: string;

            /** SurveyRequest token. */
            token: string;

            /** SurveyRequest checkpointDir. */
            checkpointDir: string;

            /**
             * Creates a new SurveyRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SurveyRequest instance
             */
            static create(properties: dinofleet.v1.SurveyRequest.$Shape): dinofleet.v1.SurveyRequest & dinofleet.v1.SurveyRequest.$Shape;
            static create(properties?: dinofleet.v1.SurveyRequest.$Properties): dinofleet.v1.SurveyRequest;

            /**
             * Encodes the specified SurveyRequest message. Does not implicitly {@link dinofleet.v1.SurveyRequest.verify|verify} messages.
             * @param message SurveyRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.SurveyRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SurveyRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.SurveyRequest & dinofleet.v1.SurveyRequest.$Shape} SurveyRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.SurveyRequest & dinofleet.v1.SurveyRequest.$Shape;

            /**
             * Creates a SurveyRequest message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns SurveyRequest
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.SurveyRequest;

            /**
             * Creates a plain object from a SurveyRequest message. Also converts values to other types if specified.
             * @param message SurveyRequest
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.SurveyRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this SurveyRequest to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace SurveyRequest {

            /** Properties of a SurveyRequest. */
            interface $Properties {

                /** SurveyRequest outputDir */
                outputDir?: (string|null);

                /** SurveyRequest snapshotDir */
                snapshotDir?: (string|null);

                /** SurveyRequest listenHost */
                listenHost?: (string|null);

                /** SurveyRequest token */
                token?: (string|null);

                /** SurveyRequest checkpointDir */
                checkpointDir?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SurveyRequest. */
            type $Shape = dinofleet.v1.SurveyRequest.$Properties;
        }

        /**
         * Properties of an Admitted.
         * @deprecated Use dinofleet.v1.Admitted.$Properties instead.
         */
        interface IAdmitted extends dinofleet.v1.Admitted.$Properties {
        }

        /** Represents an Admitted. */
        class Admitted {

            /**
             * Constructs a new Admitted.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.Admitted.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Admitted jobId. */
            jobId: string;

            /** Admitted leaseMs. */
            leaseMs: number;

            /**
             * Creates a new Admitted instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Admitted instance
             */
            static create(properties: dinofleet.v1.Admitted.$Shape): dinofleet.v1.Admitted & dinofleet.v1.Admitted.$Shape;
            static create(properties?: dinofleet.v1.Admitted.$Properties): dinofleet.v1.Admitted;

            /**
             * Encodes the specified Admitted message. Does not implicitly {@link dinofleet.v1.Admitted.verify|verify} messages.
             * @param message Admitted message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.Admitted.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Admitted message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.Admitted & dinofleet.v1.Admitted.$Shape} Admitted
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.Admitted & dinofleet.v1.Admitted.$Shape;

            /**
             * Creates an Admitted message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Admitted
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.Admitted;

            /**
             * Creates a plain object from an Admitted message. Also converts values to other types if specified.
             * @param message Admitted
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.Admitted, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Admitted to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Admitted {

            /** Properties of an Admitted. */
            interface $Properties {

                /** Admitted jobId */
                jobId?: (string|null);

                /** Admitted leaseMs */
                leaseMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Admitted. */
            type $Shape = dinofleet.v1.Admitted.$Properties;
        }

        /**
         * Properties of a Probe.
         * @deprecated Use dinofleet.v1.Probe.$Properties instead.
         */
        interface IProbe extends dinofleet.v1.Probe.$Properties {
        }

        /** Represents a Probe. */
        class Probe {

            /**
             * Constructs a new Probe.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.Probe.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Probe peers. */
            peers: dinofleet.v1.Peer.$Properties[];

            /**
             * Creates a new Probe instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Probe instance
             */
            static create(properties: dinofleet.v1.Probe.$Shape): dinofleet.v1.Probe & dinofleet.v1.Probe.$Shape;
            static create(properties?: dinofleet.v1.Probe.$Properties): dinofleet.v1.Probe;

            /**
             * Encodes the specified Probe message. Does not implicitly {@link dinofleet.v1.Probe.verify|verify} messages.
             * @param message Probe message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.Probe.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Probe message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.Probe & dinofleet.v1.Probe.$Shape} Probe
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.Probe & dinofleet.v1.Probe.$Shape;

            /**
             * Creates a Probe message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Probe
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.Probe;

            /**
             * Creates a plain object from a Probe message. Also converts values to other types if specified.
             * @param message Probe
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.Probe, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Probe to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Probe {

            /** Properties of a Probe. */
            interface $Properties {

                /** Probe peers */
                peers?: (dinofleet.v1.Peer.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Probe. */
            type $Shape = dinofleet.v1.Probe.$Properties;
        }

        /**
         * Properties of a Peer.
         * @deprecated Use dinofleet.v1.Peer.$Properties instead.
         */
        interface IPeer extends dinofleet.v1.Peer.$Properties {
        }

        /** Represents a Peer. */
        class Peer {

            /**
             * Constructs a new Peer.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.Peer.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Peer nodeId. */
            nodeId: string;

            /** Peer hostname. */
            hostname: string;

            /** Peer address. */
            address: string;

            /**
             * Creates a new Peer instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Peer instance
             */
            static create(properties: dinofleet.v1.Peer.$Shape): dinofleet.v1.Peer & dinofleet.v1.Peer.$Shape;
            static create(properties?: dinofleet.v1.Peer.$Properties): dinofleet.v1.Peer;

            /**
             * Encodes the specified Peer message. Does not implicitly {@link dinofleet.v1.Peer.verify|verify} messages.
             * @param message Peer message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.Peer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Peer message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.Peer & dinofleet.v1.Peer.$Shape} Peer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.Peer & dinofleet.v1.Peer.$Shape;

            /**
             * Creates a Peer message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Peer
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.Peer;

            /**
             * Creates a plain object from a Peer message. Also converts values to other types if specified.
             * @param message Peer
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.Peer, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Peer to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Peer {

            /** Properties of a Peer. */
            interface $Properties {

                /** Peer nodeId */
                nodeId?: (string|null);

                /** Peer hostname */
                hostname?: (string|null);

                /** Peer address */
                address?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Peer. */
            type $Shape = dinofleet.v1.Peer.$Properties;
        }

        /**
         * Properties of a Readmitted.
         * @deprecated Use dinofleet.v1.Readmitted.$Properties instead.
         */
        interface IReadmitted extends dinofleet.v1.Readmitted.$Properties {
        }

        /** Represents a Readmitted. */
        class Readmitted {

            /**
             * Constructs a new Readmitted.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.Readmitted.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Readmitted number. */
            number: number;

            /**
             * Creates a new Readmitted instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Readmitted instance
             */
            static create(properties: dinofleet.v1.Readmitted.$Shape): dinofleet.v1.Readmitted & dinofleet.v1.Readmitted.$Shape;
            static create(properties?: dinofleet.v1.Readmitted.$Properties): dinofleet.v1.Readmitted;

            /**
             * Encodes the specified Readmitted message. Does not implicitly {@link dinofleet.v1.Readmitted.verify|verify} messages.
             * @param message Readmitted message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.Readmitted.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Readmitted message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.Readmitted & dinofleet.v1.Readmitted.$Shape} Readmitted
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.Readmitted & dinofleet.v1.Readmitted.$Shape;

            /**
             * Creates a Readmitted message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Readmitted
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.Readmitted;

            /**
             * Creates a plain object from a Readmitted message. Also converts values to other types if specified.
             * @param message Readmitted
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.Readmitted, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Readmitted to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Readmitted {

            /** Properties of a Readmitted. */
            interface $Properties {

                /** Readmitted number */
                number?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Readmitted. */
            type $Shape = dinofleet.v1.Readmitted.$Properties;
        }

        /**
         * Properties of a Released.
         * @deprecated Use dinofleet.v1.Released.$Properties instead.
         */
        interface IReleased extends dinofleet.v1.Released.$Properties {
        }

        /** Represents a Released. */
        class Released {

            /**
             * Constructs a new Released.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.Released.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Released reason. */
            reason: string;

            /**
             * Creates a new Released instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Released instance
             */
            static create(properties: dinofleet.v1.Released.$Shape): dinofleet.v1.Released & dinofleet.v1.Released.$Shape;
            static create(properties?: dinofleet.v1.Released.$Properties): dinofleet.v1.Released;

            /**
             * Encodes the specified Released message. Does not implicitly {@link dinofleet.v1.Released.verify|verify} messages.
             * @param message Released message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.Released.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Released message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.Released & dinofleet.v1.Released.$Shape} Released
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.Released & dinofleet.v1.Released.$Shape;

            /**
             * Creates a Released message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Released
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.Released;

            /**
             * Creates a plain object from a Released message. Also converts values to other types if specified.
             * @param message Released
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.Released, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Released to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Released {

            /** Properties of a Released. */
            interface $Properties {

                /** Released reason */
                reason?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Released. */
            type $Shape = dinofleet.v1.Released.$Properties;
        }

        /**
         * Properties of a Heard.
         * @deprecated Use dinofleet.v1.Heard.$Properties instead.
         */
        interface IHeard extends dinofleet.v1.Heard.$Properties {
        }

        /** Represents a Heard. */
        class Heard {

            /**
             * Constructs a new Heard.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.Heard.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Heard number. */
            number: number;

            /**
             * Creates a new Heard instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Heard instance
             */
            static create(properties: dinofleet.v1.Heard.$Shape): dinofleet.v1.Heard & dinofleet.v1.Heard.$Shape;
            static create(properties?: dinofleet.v1.Heard.$Properties): dinofleet.v1.Heard;

            /**
             * Encodes the specified Heard message. Does not implicitly {@link dinofleet.v1.Heard.verify|verify} messages.
             * @param message Heard message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.Heard.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Heard message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.Heard & dinofleet.v1.Heard.$Shape} Heard
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.Heard & dinofleet.v1.Heard.$Shape;

            /**
             * Creates a Heard message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Heard
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.Heard;

            /**
             * Creates a plain object from a Heard message. Also converts values to other types if specified.
             * @param message Heard
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.Heard, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Heard to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Heard {

            /** Properties of a Heard. */
            interface $Properties {

                /** Heard number */
                number?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Heard. */
            type $Shape = dinofleet.v1.Heard.$Properties;
        }

        /**
         * Properties of a Refused.
         * @deprecated Use dinofleet.v1.Refused.$Properties instead.
         */
        interface IRefused extends dinofleet.v1.Refused.$Properties {
        }

        /** Represents a Refused. */
        class Refused {

            /**
             * Constructs a new Refused.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.Refused.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Refused reason. */
            reason: string;

            /**
             * Creates a new Refused instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Refused instance
             */
            static create(properties: dinofleet.v1.Refused.$Shape): dinofleet.v1.Refused & dinofleet.v1.Refused.$Shape;
            static create(properties?: dinofleet.v1.Refused.$Properties): dinofleet.v1.Refused;

            /**
             * Encodes the specified Refused message. Does not implicitly {@link dinofleet.v1.Refused.verify|verify} messages.
             * @param message Refused message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.Refused.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Refused message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.Refused & dinofleet.v1.Refused.$Shape} Refused
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.Refused & dinofleet.v1.Refused.$Shape;

            /**
             * Creates a Refused message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Refused
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.Refused;

            /**
             * Creates a plain object from a Refused message. Also converts values to other types if specified.
             * @param message Refused
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.Refused, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Refused to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Refused {

            /** Properties of a Refused. */
            interface $Properties {

                /** Refused reason */
                reason?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Refused. */
            type $Shape = dinofleet.v1.Refused.$Properties;
        }

        /**
         * Properties of a SpawnWorkers.
         * @deprecated Use dinofleet.v1.SpawnWorkers.$Properties instead.
         */
        interface ISpawnWorkers extends dinofleet.v1.SpawnWorkers.$Properties {
        }

        /** Represents a SpawnWorkers. */
        class SpawnWorkers {

            /**
             * Constructs a new SpawnWorkers.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.SpawnWorkers.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SpawnWorkers jobId. */
            jobId: string;

            /** SpawnWorkers outputDir. */
            outputDir: string;

            /** SpawnWorkers count. */
            count: number;

            /** SpawnWorkers threads. */
            threads: number;

            /**
             * Creates a new SpawnWorkers instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SpawnWorkers instance
             */
            static create(properties: dinofleet.v1.SpawnWorkers.$Shape): dinofleet.v1.SpawnWorkers & dinofleet.v1.SpawnWorkers.$Shape;
            static create(properties?: dinofleet.v1.SpawnWorkers.$Properties): dinofleet.v1.SpawnWorkers;

            /**
             * Encodes the specified SpawnWorkers message. Does not implicitly {@link dinofleet.v1.SpawnWorkers.verify|verify} messages.
             * @param message SpawnWorkers message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.SpawnWorkers.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SpawnWorkers message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.SpawnWorkers & dinofleet.v1.SpawnWorkers.$Shape} SpawnWorkers
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.SpawnWorkers & dinofleet.v1.SpawnWorkers.$Shape;

            /**
             * Creates a SpawnWorkers message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns SpawnWorkers
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.SpawnWorkers;

            /**
             * Creates a plain object from a SpawnWorkers message. Also converts values to other types if specified.
             * @param message SpawnWorkers
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.SpawnWorkers, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this SpawnWorkers to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace SpawnWorkers {

            /** Properties of a SpawnWorkers. */
            interface $Properties {

                /** SpawnWorkers jobId */
                jobId?: (string|null);

                /** SpawnWorkers outputDir */
                outputDir?: (string|null);

                /** SpawnWorkers count */
                count?: (number|null);

                /** SpawnWorkers threads */
                threads?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SpawnWorkers. */
            type $Shape = dinofleet.v1.SpawnWorkers.$Properties;
        }

        /**
         * Properties of a KillWorkers.
         * @deprecated Use dinofleet.v1.KillWorkers.$Properties instead.
         */
        interface IKillWorkers extends dinofleet.v1.KillWorkers.$Properties {
        }

        /** Represents a KillWorkers. */
        class KillWorkers {

            /**
             * Constructs a new KillWorkers.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.KillWorkers.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** KillWorkers spared. */
            spared: string[];

            /**
             * Creates a new KillWorkers instance using the specified properties.
             * @param [properties] Properties to set
             * @returns KillWorkers instance
             */
            static create(properties: dinofleet.v1.KillWorkers.$Shape): dinofleet.v1.KillWorkers & dinofleet.v1.KillWorkers.$Shape;
            static create(properties?: dinofleet.v1.KillWorkers.$Properties): dinofleet.v1.KillWorkers;

            /**
             * Encodes the specified KillWorkers message. Does not implicitly {@link dinofleet.v1.KillWorkers.verify|verify} messages.
             * @param message KillWorkers message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.KillWorkers.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a KillWorkers message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.KillWorkers & dinofleet.v1.KillWorkers.$Shape} KillWorkers
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.KillWorkers & dinofleet.v1.KillWorkers.$Shape;

            /**
             * Creates a KillWorkers message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns KillWorkers
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.KillWorkers;

            /**
             * Creates a plain object from a KillWorkers message. Also converts values to other types if specified.
             * @param message KillWorkers
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.KillWorkers, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this KillWorkers to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace KillWorkers {

            /** Properties of a KillWorkers. */
            interface $Properties {

                /** KillWorkers spared */
                spared?: (string[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a KillWorkers. */
            type $Shape = dinofleet.v1.KillWorkers.$Properties;
        }

        /**
         * Properties of a JobOver.
         * @deprecated Use dinofleet.v1.JobOver.$Properties instead.
         */
        interface IJobOver extends dinofleet.v1.JobOver.$Properties {
        }

        /** Represents a JobOver. */
        class JobOver {

            /**
             * Constructs a new JobOver.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.JobOver.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** JobOver exitCode. */
            exitCode: number;

            /** JobOver reason. */
            reason: string;

            /** JobOver savedStep. */
            savedStep: number;

            /**
             * Creates a new JobOver instance using the specified properties.
             * @param [properties] Properties to set
             * @returns JobOver instance
             */
            static create(properties: dinofleet.v1.JobOver.$Shape): dinofleet.v1.JobOver & dinofleet.v1.JobOver.$Shape;
            static create(properties?: dinofleet.v1.JobOver.$Properties): dinofleet.v1.JobOver;

            /**
             * Encodes the specified JobOver message. Does not implicitly {@link dinofleet.v1.JobOver.verify|verify} messages.
             * @param message JobOver message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.JobOver.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a JobOver message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.JobOver & dinofleet.v1.JobOver.$Shape} JobOver
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.JobOver & dinofleet.v1.JobOver.$Shape;

            /**
             * Creates a JobOver message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns JobOver
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.JobOver;

            /**
             * Creates a plain object from a JobOver message. Also converts values to other types if specified.
             * @param message JobOver
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.JobOver, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this JobOver to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace JobOver {

            /** Properties of a JobOver. */
            interface $Properties {

                /** JobOver exitCode */
                exitCode?: (number|null);

                /** JobOver reason */
                reason?: (string|null);

                /** JobOver savedStep */
                savedStep?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a JobOver. */
            type $Shape = dinofleet.v1.JobOver.$Properties;
        }

        /**
         * Properties of a PublishPart.
         * @deprecated Use dinofleet.v1.PublishPart.$Properties instead.
         */
        interface IPublishPart extends dinofleet.v1.PublishPart.$Properties {
        }

        /** Represents a PublishPart. */
        class PublishPart {

            /**
             * Constructs a new PublishPart.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.PublishPart.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PublishPart generation. */
            generation: number;

            /** PublishPart step. */
            step: number;

            /** PublishPart attempt. */
            attempt: string;

            /** PublishPart ranks. */
            ranks: number[];

            /** PublishPart head. */
            head: string;

            /** PublishPart records. */
            records: string[];

            /** PublishPart onDisk. */
            onDisk: boolean;

            /**
             * Creates a new PublishPart instance using the specified properties.
             * @param [properties] Properties to set
             * @returns PublishPart instance
             */
            static create(properties: dinofleet.v1.PublishPart.$Shape): dinofleet.v1.PublishPart & dinofleet.v1.PublishPart.$Shape;
            static create(properties?: dinofleet.v1.PublishPart.$Properties): dinofleet.v1.PublishPart;

            /**
             * Encodes the specified PublishPart message. Does not implicitly {@link dinofleet.v1.PublishPart.verify|verify} messages.
             * @param message PublishPart message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.PublishPart.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PublishPart message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.PublishPart & dinofleet.v1.PublishPart.$Shape} PublishPart
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.PublishPart & dinofleet.v1.PublishPart.$Shape;

            /**
             * Creates a PublishPart message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns PublishPart
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.PublishPart;

            /**
             * Creates a plain object from a PublishPart message. Also converts values to other types if specified.
             * @param message PublishPart
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.PublishPart, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this PublishPart to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace PublishPart {

            /** Properties of a PublishPart. */
            interface $Properties {

                /** PublishPart generation */
                generation?: (number|null);

                /** PublishPart step */
                step?: (number|null);

                /** PublishPart attempt */
                attempt?: (string|null);

                /** PublishPart ranks */
                ranks?: (number[]|null);

                /** PublishPart head */
                head?: (string|null);

                /** PublishPart records */
                records?: (string[]|null);

                /** PublishPart onDisk */
                onDisk?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a PublishPart. */
            type $Shape = dinofleet.v1.PublishPart.$Properties;
        }

        /**
         * Properties of a Holder.
         * @deprecated Use dinofleet.v1.Holder.$Properties instead.
         */
        interface IHolder extends dinofleet.v1.Holder.$Properties {
        }

        /** Represents a Holder. */
        class Holder {

            /**
             * Constructs a new Holder.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.Holder.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Holder address. */
            address: string;

            /** Holder ranks. */
            ranks: number[];

            /**
             * Creates a new Holder instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Holder instance
             */
            static create(properties: dinofleet.v1.Holder.$Shape): dinofleet.v1.Holder & dinofleet.v1.Holder.$Shape;
            static create(properties?: dinofleet.v1.Holder.$Properties): dinofleet.v1.Holder;

            /**
             * Encodes the specified Holder message. Does not implicitly {@link dinofleet.v1.Holder.verify|verify} messages.
             * @param message Holder message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.Holder.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Holder message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.Holder & dinofleet.v1.Holder.$Shape} Holder
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.Holder & dinofleet.v1.Holder.$Shape;

            /**
             * Creates a Holder message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Holder
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.Holder;

            /**
             * Creates a plain object from a Holder message. Also converts values to other types if specified.
             * @param message Holder
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.Holder, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Holder to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Holder {

            /** Properties of a Holder. */
            interface $Properties {

                /** Holder address */
                address?: (string|null);

                /** Holder ranks */
                ranks?: (number[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Holder. */
            type $Shape = dinofleet.v1.Holder.$Properties;
        }

        /**
         * Properties of a CopyPart.
         * @deprecated Use dinofleet.v1.CopyPart.$Properties instead.
         */
        interface ICopyPart extends dinofleet.v1.CopyPart.$Properties {
        }

        /** Represents a CopyPart. */
        class CopyPart {

            /**
             * Constructs a new CopyPart.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.CopyPart.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** CopyPart generation. */
            generation: number;

            /** CopyPart step. */
            step: number;

            /** CopyPart onDisk. */
            onDisk: boolean;

            /** CopyPart identity. */
            identity: string;

            /** CopyPart ranks. */
            ranks: number[];

            /** CopyPart holders. */
            holders: dinofleet.v1.Holder.$Properties[];

            /** CopyPart attempt. */
            attempt: string;

            /**
             * Creates a new CopyPart instance using the specified properties.
             * @param [properties] Properties to set
             * @returns CopyPart instance
             */
            static create(properties: dinofleet.v1.CopyPart.$Shape): dinofleet.v1.CopyPart & dinofleet.v1.CopyPart.$Shape;
            static create(properties?: dinofleet.v1.CopyPart.$Properties): dinofleet.v1.CopyPart;

            /**
             * Encodes the specified CopyPart message. Does not implicitly {@link dinofleet.v1.CopyPart.verify|verify} messages.
             * @param message CopyPart message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.CopyPart.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a CopyPart message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.CopyPart & dinofleet.v1.CopyPart.$Shape} CopyPart
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.CopyPart & dinofleet.v1.CopyPart.$Shape;

            /**
             * Creates a CopyPart message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns CopyPart
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.CopyPart;

            /**
             * Creates a plain object from a CopyPart message. Also converts values to other types if specified.
             * @param message CopyPart
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.CopyPart, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this CopyPart to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace CopyPart {

            /** Properties of a CopyPart. */
            interface $Properties {

                /** CopyPart generation */
                generation?: (number|null);

                /** CopyPart step */
                step?: (number|null);

                /** CopyPart onDisk */
                onDisk?: (boolean|null);

                /** CopyPart identity */
                identity?: (string|null);

                /** CopyPart ranks */
                ranks?: (number[]|null);

                /** CopyPart holders */
                holders?: (dinofleet.v1.Holder.$Properties[]|null);

                /** CopyPart attempt */
                attempt?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a CopyPart. */
            type $Shape = dinofleet.v1.CopyPart.$Properties;
        }

        /**
         * Properties of a Bring.
         * @deprecated Use dinofleet.v1.Bring.$Properties instead.
         */
        interface IBring extends dinofleet.v1.Bring.$Properties {
        }

        /** Represents a Bring. */
        class Bring {

            /**
             * Constructs a new Bring.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.Bring.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Bring generation. */
            generation: number;

            /** Bring attempt. */
            attempt: string;

            /** Bring step. */
            step: number;

            /** Bring onDisk. */
            onDisk: boolean;

            /** Bring identity. */
            identity: string;

            /** Bring worldSize. */
            worldSize: number;

            /** Bring ranks. */
            ranks: number[];

            /** Bring nodeRanks. */
            nodeRanks: number[];

            /** Bring holders. */
            holders: dinofleet.v1.Holder.$Properties[];

            /** Bring store. */
            store: string;

            /**
             * Creates a new Bring instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Bring instance
             */
            static create(properties: dinofleet.v1.Bring.$Shape): dinofleet.v1.Bring & dinofleet.v1.Bring.$Shape;
            static create(properties?: dinofleet.v1.Bring.$Properties): dinofleet.v1.Bring;

            /**
             * Encodes the specified Bring message. Does not implicitly {@link dinofleet.v1.Bring.verify|verify} messages.
             * @param message Bring message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.Bring.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Bring message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.Bring & dinofleet.v1.Bring.$Shape} Bring
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.Bring & dinofleet.v1.Bring.$Shape;

            /**
             * Creates a Bring message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Bring
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.Bring;

            /**
             * Creates a plain object from a Bring message. Also converts values to other types if specified.
             * @param message Bring
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.Bring, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Bring to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Bring {

            /** Properties of a Bring. */
            interface $Properties {

                /** Bring generation */
                generation?: (number|null);

                /** Bring attempt */
                attempt?: (string|null);

                /** Bring step */
                step?: (number|null);

                /** Bring onDisk */
                onDisk?: (boolean|null);

                /** Bring identity */
                identity?: (string|null);

                /** Bring worldSize */
                worldSize?: (number|null);

                /** Bring ranks */
                ranks?: (number[]|null);

                /** Bring nodeRanks */
                nodeRanks?: (number[]|null);

                /** Bring holders */
                holders?: (dinofleet.v1.Holder.$Properties[]|null);

                /** Bring store */
                store?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Bring. */
            type $Shape = dinofleet.v1.Bring.$Properties;
        }

        /**
         * Properties of a PruneParts.
         * @deprecated Use dinofleet.v1.PruneParts.$Properties instead.
         */
        interface IPruneParts extends dinofleet.v1.PruneParts.$Properties {
        }

        /** Represents a PruneParts. */
        class PruneParts {

            /**
             * Constructs a new PruneParts.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.PruneParts.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PruneParts keptSteps. */
            keptSteps: number[];

            /** PruneParts attempt. */
            attempt: string;

            /**
             * Creates a new PruneParts instance using the specified properties.
             * @param [properties] Properties to set
             * @returns PruneParts instance
             */
            static create(properties: dinofleet.v1.PruneParts.$Shape): dinofleet.v1.PruneParts & dinofleet.v1.PruneParts.$Shape;
            static create(properties?: dinofleet.v1.PruneParts.$Properties): dinofleet.v1.PruneParts;

            /**
             * Encodes the specified PruneParts message. Does not implicitly {@link dinofleet.v1.PruneParts.verify|verify} messages.
             * @param message PruneParts message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.PruneParts.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PruneParts message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.PruneParts & dinofleet.v1.PruneParts.$Shape} PruneParts
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.PruneParts & dinofleet.v1.PruneParts.$Shape;

            /**
             * Creates a PruneParts message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns PruneParts
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.PruneParts;

            /**
             * Creates a plain object from a PruneParts message. Also converts values to other types if specified.
             * @param message PruneParts
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.PruneParts, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this PruneParts to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace PruneParts {

            /** Properties of a PruneParts. */
            interface $Properties {

                /** PruneParts keptSteps */
                keptSteps?: (number[]|null);

                /** PruneParts attempt */
                attempt?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a PruneParts. */
            type $Shape = dinofleet.v1.PruneParts.$Properties;
        }

        /**
         * Properties of a ClearParts.
         * @deprecated Use dinofleet.v1.ClearParts.$Properties instead.
         */
        interface IClearParts extends dinofleet.v1.ClearParts.$Properties {
        }

        /** Represents a ClearParts. */
        class ClearParts {

            /**
             * Constructs a new ClearParts.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.ClearParts.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ClearParts attempt. */
            attempt: string;

            /** ClearParts failedStep. */
            failedStep: number;

            /**
             * Creates a new ClearParts instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ClearParts instance
             */
            static create(properties: dinofleet.v1.ClearParts.$Shape): dinofleet.v1.ClearParts & dinofleet.v1.ClearParts.$Shape;
            static create(properties?: dinofleet.v1.ClearParts.$Properties): dinofleet.v1.ClearParts;

            /**
             * Encodes the specified ClearParts message. Does not implicitly {@link dinofleet.v1.ClearParts.verify|verify} messages.
             * @param message ClearParts message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.ClearParts.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ClearParts message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.ClearParts & dinofleet.v1.ClearParts.$Shape} ClearParts
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.ClearParts & dinofleet.v1.ClearParts.$Shape;

            /**
             * Creates a ClearParts message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ClearParts
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.ClearParts;

            /**
             * Creates a plain object from a ClearParts message. Also converts values to other types if specified.
             * @param message ClearParts
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.ClearParts, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ClearParts to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace ClearParts {

            /** Properties of a ClearParts. */
            interface $Properties {

                /** ClearParts attempt */
                attempt?: (string|null);

                /** ClearParts failedStep */
                failedStep?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ClearParts. */
            type $Shape = dinofleet.v1.ClearParts.$Properties;
        }

        /**
         * Properties of a WorkerMessage.
         * @deprecated Use dinofleet.v1.WorkerMessage.$Properties instead.
         */
        interface IWorkerMessage extends dinofleet.v1.WorkerMessage.$Properties {
        }

        /** Represents a WorkerMessage. */
        class WorkerMessage {

            /**
             * Constructs a new WorkerMessage.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.WorkerMessage.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** WorkerMessage hello. */
            hello?: (dinofleet.v1.WorkerHello.$Properties|null);

            /** WorkerMessage heartbeat. */
            heartbeat?: (dinofleet.v1.WorkerHeartbeat.$Properties|null);

            /** WorkerMessage address. */
            address?: (dinofleet.v1.WorkerAddress.$Properties|null);

            /** WorkerMessage running. */
            running?: (dinofleet.v1.WorkerRunning.$Properties|null);

            /** WorkerMessage log. */
            log?: (dinofleet.v1.WorkerLog.$Properties|null);

            /** WorkerMessage done. */
            done?: (dinofleet.v1.WorkerDone.$Properties|null);

            /** WorkerMessage failed. */
            failed?: (dinofleet.v1.WorkerFailed.$Properties|null);

            /** WorkerMessage report. */
            report?: (dinofleet.v1.TrainingReport.$Properties|null);

            /** WorkerMessage shardWritten. */
            shardWritten?: (dinofleet.v1.ShardWritten.$Properties|null);

            /** WorkerMessage number. */
            number: number;

            /** WorkerMessage kind. */
            kind?: ("hello"|"heartbeat"|"address"|"running"|"log"|"done"|"failed"|"report"|"shardWritten");

            /**
             * Creates a new WorkerMessage instance using the specified properties.
             * @param [properties] Properties to set
             * @returns WorkerMessage instance
             */
            static create(properties: dinofleet.v1.WorkerMessage.$Shape): dinofleet.v1.WorkerMessage & dinofleet.v1.WorkerMessage.$Shape;
            static create(properties?: dinofleet.v1.WorkerMessage.$Properties): dinofleet.v1.WorkerMessage;

            /**
             * Encodes the specified WorkerMessage message. Does not implicitly {@link dinofleet.v1.WorkerMessage.verify|verify} messages.
             * @param message WorkerMessage message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.WorkerMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a WorkerMessage message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.WorkerMessage & dinofleet.v1.WorkerMessage.$Shape} WorkerMessage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.WorkerMessage & dinofleet.v1.WorkerMessage.$Shape;

            /**
             * Creates a WorkerMessage message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns WorkerMessage
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.WorkerMessage;

            /**
             * Creates a plain object from a WorkerMessage message. Also converts values to other types if specified.
             * @param message WorkerMessage
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.WorkerMessage, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this WorkerMessage to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace WorkerMessage {

            /** Properties of a WorkerMessage. */
            interface $Properties {

                /** WorkerMessage hello */
                hello?: (dinofleet.v1.WorkerHello.$Properties|null);

                /** WorkerMessage heartbeat */
                heartbeat?: (dinofleet.v1.WorkerHeartbeat.$Properties|null);

                /** WorkerMessage address */
                address?: (dinofleet.v1.WorkerAddress.$Properties|null);

                /** WorkerMessage running */
                running?: (dinofleet.v1.WorkerRunning.$Properties|null);

                /** WorkerMessage log */
                log?: (dinofleet.v1.WorkerLog.$Properties|null);

                /** WorkerMessage done */
                done?: (dinofleet.v1.WorkerDone.$Properties|null);

                /** WorkerMessage failed */
                failed?: (dinofleet.v1.WorkerFailed.$Properties|null);

                /** WorkerMessage report */
                report?: (dinofleet.v1.TrainingReport.$Properties|null);

                /** WorkerMessage shardWritten */
                shardWritten?: (dinofleet.v1.ShardWritten.$Properties|null);

                /** WorkerMessage number */
                number?: (number|null);

                /** WorkerMessage kind */
                kind?: ("hello"|"heartbeat"|"address"|"running"|"log"|"done"|"failed"|"report"|"shardWritten");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a WorkerMessage. */
            type $Shape = {
              hello?: dinofleet.v1.WorkerHello.$Shape|null;
              heartbeat?: dinofleet.v1.WorkerHeartbeat.$Shape|null;
              address?: dinofleet.v1.WorkerAddress.$Shape|null;
              running?: dinofleet.v1.WorkerRunning.$Shape|null;
              log?: dinofleet.v1.WorkerLog.$Shape|null;
              done?: dinofleet.v1.WorkerDone.$Shape|null;
              failed?: dinofleet.v1.WorkerFailed.$Shape|null;
              report?: dinofleet.v1.TrainingReport.$Shape|null;
              shardWritten?: dinofleet.v1.ShardWritten.$Shape|null;
              number?: number|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ kind?: undefined; hello?: null; heartbeat?: null; address?: null; running?: null; log?: null; done?: null; failed?: null; report?: null; shardWritten?: null }|{ kind?: "hello"; hello: dinofleet.v1.WorkerHello.$Shape; heartbeat?: null; address?: null; running?: null; log?: null; done?: null; failed?: null; report?: null; shardWritten?: null }|{ kind?: "heartbeat"; hello?: null; heartbeat: dinofleet.v1.WorkerHeartbeat.$Shape; address?: null; running?: null; log?: null; done?: null; failed?: null; report?: null; shardWritten?: null }|{ kind?: "address"; hello?: null; heartbeat?: null; address: dinofleet.v1.WorkerAddress.$Shape; running?: null; log?: null; done?: null; failed?: null; report?: null; shardWritten?: null }|{ kind?: "running"; hello?: null; heartbeat?: null; address?: null; running: dinofleet.v1.WorkerRunning.$Shape; log?: null; done?: null; failed?: null; report?: null; shardWritten?: null }|{ kind?: "log"; hello?: null; heartbeat?: null; address?: null; running?: null; log: dinofleet.v1.WorkerLog.$Shape; done?: null; failed?: null; report?: null; shardWritten?: null }|{ kind?: "done"; hello?: null; heartbeat?: null; address?: null; running?: null; log?: null; done: dinofleet.v1.WorkerDone.$Shape; failed?: null; report?: null; shardWritten?: null }|{ kind?: "failed"; hello?: null; heartbeat?: null; address?: null; running?: null; log?: null; done?: null; failed: dinofleet.v1.WorkerFailed.$Shape; report?: null; shardWritten?: null }|{ kind?: "report"; hello?: null; heartbeat?: null; address?: null; running?: null; log?: null; done?: null; failed?: null; report: dinofleet.v1.TrainingReport.$Shape; shardWritten?: null }|{ kind?: "shardWritten"; hello?: null; heartbeat?: null; address?: null; running?: null; log?: null; done?: null; failed?: null; report?: null; shardWritten: dinofleet.v1.ShardWritten.$Shape })
            );
        }

        /**
         * Properties of a WorkerHello.
         * @deprecated Use dinofleet.v1.WorkerHello.$Properties instead.
         */
        interface IWorkerHello extends dinofleet.v1.WorkerHello.$Properties {
        }

        /** Represents a WorkerHello. */
        class WorkerHello {

            /**
             * Constructs a new WorkerHello.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.WorkerHello.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** WorkerHello jobId. */
            jobId: string;

            /** WorkerHello workerId. */
            workerId: string;

            /** WorkerHello returns. */
            returns: boolean;

            /** WorkerHello trainsIn. */
            trainsIn: number;

            /**
             * Creates a new WorkerHello instance using the specified properties.
             * @param [properties] Properties to set
             * @returns WorkerHello instance
             */
            static create(properties: dinofleet.v1.WorkerHello.$Shape): dinofleet.v1.WorkerHello & dinofleet.v1.WorkerHello.$Shape;
            static create(properties?: dinofleet.v1.WorkerHello.$Properties): dinofleet.v1.WorkerHello;

            /**
             * Encodes the specified WorkerHello message. Does not implicitly {@link dinofleet.v1.WorkerHello.verify|verify} messages.
             * @param message WorkerHello message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.WorkerHello.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a WorkerHello message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.WorkerHello & dinofleet.v1.WorkerHello.$Shape} WorkerHello
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.WorkerHello & dinofleet.v1.WorkerHello.$Shape;

            /**
             * Creates a WorkerHello message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns WorkerHello
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.WorkerHello;

            /**
             * Creates a plain object from a WorkerHello message. Also converts values to other types if specified.
             * @param message WorkerHello
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.WorkerHello, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this WorkerHello to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace WorkerHello {

            /** Properties of a WorkerHello. */
            interface $Properties {

                /** WorkerHello jobId */
                jobId?: (string|null);

                /** WorkerHello workerId */
                workerId?: (string|null);

                /** WorkerHello returns */
                returns?: (boolean|null);

                /** WorkerHello trainsIn */
                trainsIn?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a WorkerHello. */
            type $Shape = dinofleet.v1.WorkerHello.$Properties;
        }

        /**
         * Properties of a WorkerHeartbeat.
         * @deprecated Use dinofleet.v1.WorkerHeartbeat.$Properties instead.
         */
        interface IWorkerHeartbeat extends dinofleet.v1.WorkerHeartbeat.$Properties {
        }

        /** Represents a WorkerHeartbeat. */
        class WorkerHeartbeat {

            /**
             * Constructs a new WorkerHeartbeat.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.WorkerHeartbeat.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** WorkerHeartbeat progress. */
            progress: number;

            /** WorkerHeartbeat phase. */
            phase: string;

            /** WorkerHeartbeat what. */
            what: string;

            /** WorkerHeartbeat step. */
            step: number;

            /**
             * Creates a new WorkerHeartbeat instance using the specified properties.
             * @param [properties] Properties to set
             * @returns WorkerHeartbeat instance
             */
            static create(properties: dinofleet.v1.WorkerHeartbeat.$Shape): dinofleet.v1.WorkerHeartbeat & dinofleet.v1.WorkerHeartbeat.$Shape;
            static create(properties?: dinofleet.v1.WorkerHeartbeat.$Properties): dinofleet.v1.WorkerHeartbeat;

            /**
             * Encodes the specified WorkerHeartbeat message. Does not implicitly {@link dinofleet.v1.WorkerHeartbeat.verify|verify} messages.
             * @param message WorkerHeartbeat message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.WorkerHeartbeat.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a WorkerHeartbeat message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.WorkerHeartbeat & dinofleet.v1.WorkerHeartbeat.$Shape} WorkerHeartbeat
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.WorkerHeartbeat & dinofleet.v1.WorkerHeartbeat.$Shape;

            /**
             * Creates a WorkerHeartbeat message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns WorkerHeartbeat
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.WorkerHeartbeat;

            /**
             * Creates a plain object from a WorkerHeartbeat message. Also converts values to other types if specified.
             * @param message WorkerHeartbeat
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.WorkerHeartbeat, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this WorkerHeartbeat to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace WorkerHeartbeat {

            /** Properties of a WorkerHeartbeat. */
            interface $Properties {

                /** WorkerHeartbeat progress */
                progress?: (number|null);

                /** WorkerHeartbeat phase */
                phase?: (string|null);

                /** WorkerHeartbeat what */
                what?: (string|null);

                /** WorkerHeartbeat step */
                step?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a WorkerHeartbeat. */
            type $Shape = dinofleet.v1.WorkerHeartbeat.$Properties;
        }

        /**
         * Properties of a WorkerAddress.
         * @deprecated Use dinofleet.v1.WorkerAddress.$Properties instead.
         */
        interface IWorkerAddress extends dinofleet.v1.WorkerAddress.$Properties {
        }

        /** Represents a WorkerAddress. */
        class WorkerAddress {

            /**
             * Constructs a new WorkerAddress.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.WorkerAddress.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** WorkerAddress address. */
            address: Uint8Array;

            /**
             * Creates a new WorkerAddress instance using the specified properties.
             * @param [properties] Properties to set
             * @returns WorkerAddress instance
             */
            static create(properties: dinofleet.v1.WorkerAddress.$Shape): dinofleet.v1.WorkerAddress & dinofleet.v1.WorkerAddress.$Shape;
            static create(properties?: dinofleet.v1.WorkerAddress.$Properties): dinofleet.v1.WorkerAddress;

            /**
             * Encodes the specified WorkerAddress message. Does not implicitly {@link dinofleet.v1.WorkerAddress.verify|verify} messages.
             * @param message WorkerAddress message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.WorkerAddress.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a WorkerAddress message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.WorkerAddress & dinofleet.v1.WorkerAddress.$Shape} WorkerAddress
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.WorkerAddress & dinofleet.v1.WorkerAddress.$Shape;

            /**
             * Creates a WorkerAddress message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns WorkerAddress
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.WorkerAddress;

            /**
             * Creates a plain object from a WorkerAddress message. Also converts values to other types if specified.
             * @param message WorkerAddress
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.WorkerAddress, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this WorkerAddress to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace WorkerAddress {

            /** Properties of a WorkerAddress. */
            interface $Properties {

                /** WorkerAddress address */
                address?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a WorkerAddress. */
            type $Shape = dinofleet.v1.WorkerAddress.$Properties;
        }

        /**
         * Properties of a WorkerRunning.
         * @deprecated Use dinofleet.v1.WorkerRunning.$Properties instead.
         */
        interface IWorkerRunning extends dinofleet.v1.WorkerRunning.$Properties {
        }

        /** Represents a WorkerRunning. */
        class WorkerRunning {

            /**
             * Constructs a new WorkerRunning.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.WorkerRunning.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** WorkerRunning startStep. */
            startStep: number;

            /** WorkerRunning totalSteps. */
            totalSteps: number;

            /** WorkerRunning summary. */
            summary: string;

            /**
             * Creates a new WorkerRunning instance using the specified properties.
             * @param [properties] Properties to set
             * @returns WorkerRunning instance
             */
            static create(properties: dinofleet.v1.WorkerRunning.$Shape): dinofleet.v1.WorkerRunning & dinofleet.v1.WorkerRunning.$Shape;
            static create(properties?: dinofleet.v1.WorkerRunning.$Properties): dinofleet.v1.WorkerRunning;

            /**
             * Encodes the specified WorkerRunning message. Does not implicitly {@link dinofleet.v1.WorkerRunning.verify|verify} messages.
             * @param message WorkerRunning message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.WorkerRunning.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a WorkerRunning message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.WorkerRunning & dinofleet.v1.WorkerRunning.$Shape} WorkerRunning
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.WorkerRunning & dinofleet.v1.WorkerRunning.$Shape;

            /**
             * Creates a WorkerRunning message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns WorkerRunning
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.WorkerRunning;

            /**
             * Creates a plain object from a WorkerRunning message. Also converts values to other types if specified.
             * @param message WorkerRunning
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.WorkerRunning, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this WorkerRunning to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace WorkerRunning {

            /** Properties of a WorkerRunning. */
            interface $Properties {

                /** WorkerRunning startStep */
                startStep?: (number|null);

                /** WorkerRunning totalSteps */
                totalSteps?: (number|null);

                /** WorkerRunning summary */
                summary?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a WorkerRunning. */
            type $Shape = dinofleet.v1.WorkerRunning.$Properties;
        }

        /**
         * Properties of a TrainingReport.
         * @deprecated Use dinofleet.v1.TrainingReport.$Properties instead.
         */
        interface ITrainingReport extends dinofleet.v1.TrainingReport.$Properties {
        }

        /** Represents a TrainingReport. */
        class TrainingReport {

            /**
             * Constructs a new TrainingReport.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.TrainingReport.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** TrainingReport steps. */
            steps: dinofleet.v1.StepReport.$Properties[];

            /** TrainingReport totalSteps. */
            totalSteps: number;

            /** TrainingReport phaseSeconds. */
            phaseSeconds?: (dinofleet.v1.PhaseSeconds.$Properties|null);

            /** TrainingReport bytesSent. */
            bytesSent: number;

            /** TrainingReport bytesReceived. */
            bytesReceived: number;

            /** TrainingReport imagesReplaced. */
            imagesReplaced: number;

            /** TrainingReport peakMemoryBytes. */
            peakMemoryBytes: number;

            /** TrainingReport imagesDamaged. */
            imagesDamaged: number;

            /** TrainingReport reservedMemoryBytes. */
            reservedMemoryBytes: number;

            /** TrainingReport deviceMemoryBytes. */
            deviceMemoryBytes: number;

            /** TrainingReport modelFlops. */
            modelFlops: number;

            /** TrainingReport peakFlops. */
            peakFlops: number;

            /**
             * Creates a new TrainingReport instance using the specified properties.
             * @param [properties] Properties to set
             * @returns TrainingReport instance
             */
            static create(properties: dinofleet.v1.TrainingReport.$Shape): dinofleet.v1.TrainingReport & dinofleet.v1.TrainingReport.$Shape;
            static create(properties?: dinofleet.v1.TrainingReport.$Properties): dinofleet.v1.TrainingReport;

            /**
             * Encodes the specified TrainingReport message. Does not implicitly {@link dinofleet.v1.TrainingReport.verify|verify} messages.
             * @param message TrainingReport message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.TrainingReport.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a TrainingReport message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.TrainingReport & dinofleet.v1.TrainingReport.$Shape} TrainingReport
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.TrainingReport & dinofleet.v1.TrainingReport.$Shape;

            /**
             * Creates a TrainingReport message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns TrainingReport
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.TrainingReport;

            /**
             * Creates a plain object from a TrainingReport message. Also converts values to other types if specified.
             * @param message TrainingReport
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.TrainingReport, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this TrainingReport to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace TrainingReport {

            /** Properties of a TrainingReport. */
            interface $Properties {

                /** TrainingReport steps */
                steps?: (dinofleet.v1.StepReport.$Properties[]|null);

                /** TrainingReport totalSteps */
                totalSteps?: (number|null);

                /** TrainingReport phaseSeconds */
                phaseSeconds?: (dinofleet.v1.PhaseSeconds.$Properties|null);

                /** TrainingReport bytesSent */
                bytesSent?: (number|null);

                /** TrainingReport bytesReceived */
                bytesReceived?: (number|null);

                /** TrainingReport imagesReplaced */
                imagesReplaced?: (number|null);

                /** TrainingReport peakMemoryBytes */
                peakMemoryBytes?: (number|null);

                /** TrainingReport imagesDamaged */
                imagesDamaged?: (number|null);

                /** TrainingReport reservedMemoryBytes */
                reservedMemoryBytes?: (number|null);

                /** TrainingReport deviceMemoryBytes */
                deviceMemoryBytes?: (number|null);

                /** TrainingReport modelFlops */
                modelFlops?: (number|null);

                /** TrainingReport peakFlops */
                peakFlops?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a TrainingReport. */
            type $Shape = dinofleet.v1.TrainingReport.$Properties;
        }

        /**
         * Properties of a StepReport.
         * @deprecated Use dinofleet.v1.StepReport.$Properties instead.
         */
        interface IStepReport extends dinofleet.v1.StepReport.$Properties {
        }

        /** Represents a StepReport. */
        class StepReport {

            /**
             * Constructs a new StepReport.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.StepReport.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** StepReport step. */
            step: number;

            /** StepReport losses. */
            losses: { [k: string]: number };

            /** StepReport scalars. */
            scalars: { [k: string]: number };

            /** StepReport skipped. */
            skipped: boolean;

            /** StepReport images. */
            images: number;

            /**
             * Creates a new StepReport instance using the specified properties.
             * @param [properties] Properties to set
             * @returns StepReport instance
             */
            static create(properties: dinofleet.v1.StepReport.$Shape): dinofleet.v1.StepReport & dinofleet.v1.StepReport.$Shape;
            static create(properties?: dinofleet.v1.StepReport.$Properties): dinofleet.v1.StepReport;

            /**
             * Encodes the specified StepReport message. Does not implicitly {@link dinofleet.v1.StepReport.verify|verify} messages.
             * @param message StepReport message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.StepReport.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a StepReport message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.StepReport & dinofleet.v1.StepReport.$Shape} StepReport
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.StepReport & dinofleet.v1.StepReport.$Shape;

            /**
             * Creates a StepReport message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns StepReport
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.StepReport;

            /**
             * Creates a plain object from a StepReport message. Also converts values to other types if specified.
             * @param message StepReport
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.StepReport, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this StepReport to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace StepReport {

            /** Properties of a StepReport. */
            interface $Properties {

                /** StepReport step */
                step?: (number|null);

                /** StepReport losses */
                losses?: ({ [k: string]: number }|null);

                /** StepReport scalars */
                scalars?: ({ [k: string]: number }|null);

                /** StepReport skipped */
                skipped?: (boolean|null);

                /** StepReport images */
                images?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a StepReport. */
            type $Shape = dinofleet.v1.StepReport.$Properties;
        }

        /**
         * Properties of a PhaseSeconds.
         * @deprecated Use dinofleet.v1.PhaseSeconds.$Properties instead.
         */
        interface IPhaseSeconds extends dinofleet.v1.PhaseSeconds.$Properties {
        }

        /** Represents a PhaseSeconds. */
        class PhaseSeconds {

            /**
             * Constructs a new PhaseSeconds.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.PhaseSeconds.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PhaseSeconds data. */
            data: number;

            /** PhaseSeconds compute. */
            compute: number;

            /** PhaseSeconds communication. */
            communication: number;

            /** PhaseSeconds save. */
            save: number;

            /**
             * Creates a new PhaseSeconds instance using the specified properties.
             * @param [properties] Properties to set
             * @returns PhaseSeconds instance
             */
            static create(properties: dinofleet.v1.PhaseSeconds.$Shape): dinofleet.v1.PhaseSeconds & dinofleet.v1.PhaseSeconds.$Shape;
            static create(properties?: dinofleet.v1.PhaseSeconds.$Properties): dinofleet.v1.PhaseSeconds;

            /**
             * Encodes the specified PhaseSeconds message. Does not implicitly {@link dinofleet.v1.PhaseSeconds.verify|verify} messages.
             * @param message PhaseSeconds message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.PhaseSeconds.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PhaseSeconds message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.PhaseSeconds & dinofleet.v1.PhaseSeconds.$Shape} PhaseSeconds
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.PhaseSeconds & dinofleet.v1.PhaseSeconds.$Shape;

            /**
             * Creates a PhaseSeconds message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns PhaseSeconds
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.PhaseSeconds;

            /**
             * Creates a plain object from a PhaseSeconds message. Also converts values to other types if specified.
             * @param message PhaseSeconds
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.PhaseSeconds, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this PhaseSeconds to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace PhaseSeconds {

            /** Properties of a PhaseSeconds. */
            interface $Properties {

                /** PhaseSeconds data */
                data?: (number|null);

                /** PhaseSeconds compute */
                compute?: (number|null);

                /** PhaseSeconds communication */
                communication?: (number|null);

                /** PhaseSeconds save */
                save?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a PhaseSeconds. */
            type $Shape = dinofleet.v1.PhaseSeconds.$Properties;
        }

        /**
         * Properties of a ShardWritten.
         * @deprecated Use dinofleet.v1.ShardWritten.$Properties instead.
         */
        interface IShardWritten extends dinofleet.v1.ShardWritten.$Properties {
        }

        /** Represents a ShardWritten. */
        class ShardWritten {

            /**
             * Constructs a new ShardWritten.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.ShardWritten.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ShardWritten generation. */
            generation: number;

            /** ShardWritten step. */
            step: number;

            /** ShardWritten snapshot. */
            snapshot: boolean;

            /** ShardWritten place. */
            place: string;

            /** ShardWritten problem. */
            problem: string;

            /** ShardWritten record. */
            record: string;

            /** ShardWritten head. */
            head: string;

            /** ShardWritten bytes. */
            bytes: number;

            /** ShardWritten seconds. */
            seconds: number;

            /** ShardWritten blockedSeconds. */
            blockedSeconds: number;

            /**
             * Creates a new ShardWritten instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ShardWritten instance
             */
            static create(properties: dinofleet.v1.ShardWritten.$Shape): dinofleet.v1.ShardWritten & dinofleet.v1.ShardWritten.$Shape;
            static create(properties?: dinofleet.v1.ShardWritten.$Properties): dinofleet.v1.ShardWritten;

            /**
             * Encodes the specified ShardWritten message. Does not implicitly {@link dinofleet.v1.ShardWritten.verify|verify} messages.
             * @param message ShardWritten message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.ShardWritten.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ShardWritten message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.ShardWritten & dinofleet.v1.ShardWritten.$Shape} ShardWritten
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.ShardWritten & dinofleet.v1.ShardWritten.$Shape;

            /**
             * Creates a ShardWritten message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ShardWritten
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.ShardWritten;

            /**
             * Creates a plain object from a ShardWritten message. Also converts values to other types if specified.
             * @param message ShardWritten
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.ShardWritten, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ShardWritten to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace ShardWritten {

            /** Properties of a ShardWritten. */
            interface $Properties {

                /** ShardWritten generation */
                generation?: (number|null);

                /** ShardWritten step */
                step?: (number|null);

                /** ShardWritten snapshot */
                snapshot?: (boolean|null);

                /** ShardWritten place */
                place?: (string|null);

                /** ShardWritten problem */
                problem?: (string|null);

                /** ShardWritten record */
                record?: (string|null);

                /** ShardWritten head */
                head?: (string|null);

                /** ShardWritten bytes */
                bytes?: (number|null);

                /** ShardWritten seconds */
                seconds?: (number|null);

                /** ShardWritten blockedSeconds */
                blockedSeconds?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ShardWritten. */
            type $Shape = dinofleet.v1.ShardWritten.$Properties;
        }

        /**
         * Properties of a WorkerLog.
         * @deprecated Use dinofleet.v1.WorkerLog.$Properties instead.
         */
        interface IWorkerLog extends dinofleet.v1.WorkerLog.$Properties {
        }

        /** Represents a WorkerLog. */
        class WorkerLog {

            /**
             * Constructs a new WorkerLog.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.WorkerLog.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** WorkerLog level. */
            level: string;

            /** WorkerLog message. */
            message: string;

            /**
             * Creates a new WorkerLog instance using the specified properties.
             * @param [properties] Properties to set
             * @returns WorkerLog instance
             */
            static create(properties: dinofleet.v1.WorkerLog.$Shape): dinofleet.v1.WorkerLog & dinofleet.v1.WorkerLog.$Shape;
            static create(properties?: dinofleet.v1.WorkerLog.$Properties): dinofleet.v1.WorkerLog;

            /**
             * Encodes the specified WorkerLog message. Does not implicitly {@link dinofleet.v1.WorkerLog.verify|verify} messages.
             * @param message WorkerLog message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.WorkerLog.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a WorkerLog message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.WorkerLog & dinofleet.v1.WorkerLog.$Shape} WorkerLog
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.WorkerLog & dinofleet.v1.WorkerLog.$Shape;

            /**
             * Creates a WorkerLog message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns WorkerLog
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.WorkerLog;

            /**
             * Creates a plain object from a WorkerLog message. Also converts values to other types if specified.
             * @param message WorkerLog
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.WorkerLog, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this WorkerLog to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace WorkerLog {

            /** Properties of a WorkerLog. */
            interface $Properties {

                /** WorkerLog level */
                level?: (string|null);

                /** WorkerLog message */
                message?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a WorkerLog. */
            type $Shape = dinofleet.v1.WorkerLog.$Properties;
        }

        /**
         * Properties of a WorkerDone.
         * @deprecated Use dinofleet.v1.WorkerDone.$Properties instead.
         */
        interface IWorkerDone extends dinofleet.v1.WorkerDone.$Properties {
        }

        /** Represents a WorkerDone. */
        class WorkerDone {

            /**
             * Constructs a new WorkerDone.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.WorkerDone.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** WorkerDone reason. */
            reason: string;

            /** WorkerDone step. */
            step: number;

            /** WorkerDone steps. */
            steps: number;

            /** WorkerDone skipped. */
            skipped: number;

            /** WorkerDone problem. */
            problem: string;

            /**
             * Creates a new WorkerDone instance using the specified properties.
             * @param [properties] Properties to set
             * @returns WorkerDone instance
             */
            static create(properties: dinofleet.v1.WorkerDone.$Shape): dinofleet.v1.WorkerDone & dinofleet.v1.WorkerDone.$Shape;
            static create(properties?: dinofleet.v1.WorkerDone.$Properties): dinofleet.v1.WorkerDone;

            /**
             * Encodes the specified WorkerDone message. Does not implicitly {@link dinofleet.v1.WorkerDone.verify|verify} messages.
             * @param message WorkerDone message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.WorkerDone.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a WorkerDone message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.WorkerDone & dinofleet.v1.WorkerDone.$Shape} WorkerDone
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.WorkerDone & dinofleet.v1.WorkerDone.$Shape;

            /**
             * Creates a WorkerDone message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns WorkerDone
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.WorkerDone;

            /**
             * Creates a plain object from a WorkerDone message. Also converts values to other types if specified.
             * @param message WorkerDone
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.WorkerDone, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this WorkerDone to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace WorkerDone {

            /** Properties of a WorkerDone. */
            interface $Properties {

                /** WorkerDone reason */
                reason?: (string|null);

                /** WorkerDone step */
                step?: (number|null);

                /** WorkerDone steps */
                steps?: (number|null);

                /** WorkerDone skipped */
                skipped?: (number|null);

                /** WorkerDone problem */
                problem?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a WorkerDone. */
            type $Shape = dinofleet.v1.WorkerDone.$Properties;
        }

        /**
         * Properties of a WorkerFailed.
         * @deprecated Use dinofleet.v1.WorkerFailed.$Properties instead.
         */
        interface IWorkerFailed extends dinofleet.v1.WorkerFailed.$Properties {
        }

        /** Represents a WorkerFailed. */
        class WorkerFailed {

            /**
             * Constructs a new WorkerFailed.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.WorkerFailed.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** WorkerFailed code. */
            code: string;

            /** WorkerFailed message. */
            message: string;

            /** WorkerFailed fatal. */
            fatal: boolean;

            /** WorkerFailed exitCode. */
            exitCode: number;

            /**
             * Creates a new WorkerFailed instance using the specified properties.
             * @param [properties] Properties to set
             * @returns WorkerFailed instance
             */
            static create(properties: dinofleet.v1.WorkerFailed.$Shape): dinofleet.v1.WorkerFailed & dinofleet.v1.WorkerFailed.$Shape;
            static create(properties?: dinofleet.v1.WorkerFailed.$Properties): dinofleet.v1.WorkerFailed;

            /**
             * Encodes the specified WorkerFailed message. Does not implicitly {@link dinofleet.v1.WorkerFailed.verify|verify} messages.
             * @param message WorkerFailed message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.WorkerFailed.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a WorkerFailed message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.WorkerFailed & dinofleet.v1.WorkerFailed.$Shape} WorkerFailed
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.WorkerFailed & dinofleet.v1.WorkerFailed.$Shape;

            /**
             * Creates a WorkerFailed message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns WorkerFailed
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.WorkerFailed;

            /**
             * Creates a plain object from a WorkerFailed message. Also converts values to other types if specified.
             * @param message WorkerFailed
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.WorkerFailed, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this WorkerFailed to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace WorkerFailed {

            /** Properties of a WorkerFailed. */
            interface $Properties {

                /** WorkerFailed code */
                code?: (string|null);

                /** WorkerFailed message */
                message?: (string|null);

                /** WorkerFailed fatal */
                fatal?: (boolean|null);

                /** WorkerFailed exitCode */
                exitCode?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a WorkerFailed. */
            type $Shape = dinofleet.v1.WorkerFailed.$Properties;
        }

        /**
         * Properties of a WorkerCommand.
         * @deprecated Use dinofleet.v1.WorkerCommand.$Properties instead.
         */
        interface IWorkerCommand extends dinofleet.v1.WorkerCommand.$Properties {
        }

        /** Represents a WorkerCommand. */
        class WorkerCommand {

            /**
             * Constructs a new WorkerCommand.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.WorkerCommand.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** WorkerCommand start. */
            start?: (dinofleet.v1.StartTraining.$Properties|null);

            /** WorkerCommand connect. */
            connect?: (dinofleet.v1.ConnectPeers.$Properties|null);

            /** WorkerCommand saveAndStop. */
            saveAndStop?: (dinofleet.v1.SaveAndStop.$Properties|null);

            /** WorkerCommand endNow. */
            endNow?: (dinofleet.v1.EndNow.$Properties|null);

            /** WorkerCommand saveNow. */
            saveNow?: (dinofleet.v1.SaveNow.$Properties|null);

            /** WorkerCommand heard. */
            heard?: (dinofleet.v1.Heard.$Properties|null);

            /** WorkerCommand kind. */
            kind?: ("start"|"connect"|"saveAndStop"|"endNow"|"saveNow"|"heard");

            /**
             * Creates a new WorkerCommand instance using the specified properties.
             * @param [properties] Properties to set
             * @returns WorkerCommand instance
             */
            static create(properties: dinofleet.v1.WorkerCommand.$Shape): dinofleet.v1.WorkerCommand & dinofleet.v1.WorkerCommand.$Shape;
            static create(properties?: dinofleet.v1.WorkerCommand.$Properties): dinofleet.v1.WorkerCommand;

            /**
             * Encodes the specified WorkerCommand message. Does not implicitly {@link dinofleet.v1.WorkerCommand.verify|verify} messages.
             * @param message WorkerCommand message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.WorkerCommand.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a WorkerCommand message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.WorkerCommand & dinofleet.v1.WorkerCommand.$Shape} WorkerCommand
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.WorkerCommand & dinofleet.v1.WorkerCommand.$Shape;

            /**
             * Creates a WorkerCommand message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns WorkerCommand
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.WorkerCommand;

            /**
             * Creates a plain object from a WorkerCommand message. Also converts values to other types if specified.
             * @param message WorkerCommand
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.WorkerCommand, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this WorkerCommand to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace WorkerCommand {

            /** Properties of a WorkerCommand. */
            interface $Properties {

                /** WorkerCommand start */
                start?: (dinofleet.v1.StartTraining.$Properties|null);

                /** WorkerCommand connect */
                connect?: (dinofleet.v1.ConnectPeers.$Properties|null);

                /** WorkerCommand saveAndStop */
                saveAndStop?: (dinofleet.v1.SaveAndStop.$Properties|null);

                /** WorkerCommand endNow */
                endNow?: (dinofleet.v1.EndNow.$Properties|null);

                /** WorkerCommand saveNow */
                saveNow?: (dinofleet.v1.SaveNow.$Properties|null);

                /** WorkerCommand heard */
                heard?: (dinofleet.v1.Heard.$Properties|null);

                /** WorkerCommand kind */
                kind?: ("start"|"connect"|"saveAndStop"|"endNow"|"saveNow"|"heard");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a WorkerCommand. */
            type $Shape = {
              start?: dinofleet.v1.StartTraining.$Shape|null;
              connect?: dinofleet.v1.ConnectPeers.$Shape|null;
              saveAndStop?: dinofleet.v1.SaveAndStop.$Shape|null;
              endNow?: dinofleet.v1.EndNow.$Shape|null;
              saveNow?: dinofleet.v1.SaveNow.$Shape|null;
              heard?: dinofleet.v1.Heard.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ kind?: undefined; start?: null; connect?: null; saveAndStop?: null; endNow?: null; saveNow?: null; heard?: null }|{ kind?: "start"; start: dinofleet.v1.StartTraining.$Shape; connect?: null; saveAndStop?: null; endNow?: null; saveNow?: null; heard?: null }|{ kind?: "connect"; start?: null; connect: dinofleet.v1.ConnectPeers.$Shape; saveAndStop?: null; endNow?: null; saveNow?: null; heard?: null }|{ kind?: "saveAndStop"; start?: null; connect?: null; saveAndStop: dinofleet.v1.SaveAndStop.$Shape; endNow?: null; saveNow?: null; heard?: null }|{ kind?: "endNow"; start?: null; connect?: null; saveAndStop?: null; endNow: dinofleet.v1.EndNow.$Shape; saveNow?: null; heard?: null }|{ kind?: "saveNow"; start?: null; connect?: null; saveAndStop?: null; endNow?: null; saveNow: dinofleet.v1.SaveNow.$Shape; heard?: null }|{ kind?: "heard"; start?: null; connect?: null; saveAndStop?: null; endNow?: null; saveNow?: null; heard: dinofleet.v1.Heard.$Shape })
            );
        }

        /**
         * Properties of a StartTraining.
         * @deprecated Use dinofleet.v1.StartTraining.$Properties instead.
         */
        interface IStartTraining extends dinofleet.v1.StartTraining.$Properties {
        }

        /** Represents a StartTraining. */
        class StartTraining {

            /**
             * Constructs a new StartTraining.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.StartTraining.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** StartTraining config. */
            config: string;

            /** StartTraining outputDir. */
            outputDir: string;

            /** StartTraining worldSize. */
            worldSize: number;

            /** StartTraining localRank. */
            localRank: number;

            /** StartTraining listenHost. */
            listenHost: string;

            /** StartTraining threads. */
            threads: number;

            /** StartTraining device. */
            device: string;

            /** StartTraining resumeFrom. */
            resumeFrom: string;

            /** StartTraining snapshotDir. */
            snapshotDir: string;

            /** StartTraining globalBatch. */
            globalBatch: number;

            /** StartTraining generation. */
            generation: number;

            /** StartTraining rank. */
            rank: number;

            /** StartTraining computeType. */
            computeType: string;

            /** StartTraining nodeRanks. */
            nodeRanks: number[];

            /** StartTraining peerKey. */
            peerKey: Uint8Array;

            /** StartTraining datasetPaths. */
            datasetPaths: string[];

            /** StartTraining checkpointDir. */
            checkpointDir: string;

            /**
             * Creates a new StartTraining instance using the specified properties.
             * @param [properties] Properties to set
             * @returns StartTraining instance
             */
            static create(properties: dinofleet.v1.StartTraining.$Shape): dinofleet.v1.StartTraining & dinofleet.v1.StartTraining.$Shape;
            static create(properties?: dinofleet.v1.StartTraining.$Properties): dinofleet.v1.StartTraining;

            /**
             * Encodes the specified StartTraining message. Does not implicitly {@link dinofleet.v1.StartTraining.verify|verify} messages.
             * @param message StartTraining message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.StartTraining.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a StartTraining message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.StartTraining & dinofleet.v1.StartTraining.$Shape} StartTraining
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.StartTraining & dinofleet.v1.StartTraining.$Shape;

            /**
             * Creates a StartTraining message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns StartTraining
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.StartTraining;

            /**
             * Creates a plain object from a StartTraining message. Also converts values to other types if specified.
             * @param message StartTraining
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.StartTraining, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this StartTraining to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace StartTraining {

            /** Properties of a StartTraining. */
            interface $Properties {

                /** StartTraining config */
                config?: (string|null);

                /** StartTraining outputDir */
                outputDir?: (string|null);

                /** StartTraining worldSize */
                worldSize?: (number|null);

                /** StartTraining localRank */
                localRank?: (number|null);

                /** StartTraining listenHost */
                listenHost?: (string|null);

                /** StartTraining threads */
                threads?: (number|null);

                /** StartTraining device */
                device?: (string|null);

                /** StartTraining resumeFrom */
                resumeFrom?: (string|null);

                /** StartTraining snapshotDir */
                snapshotDir?: (string|null);

                /** StartTraining globalBatch */
                globalBatch?: (number|null);

                /** StartTraining generation */
                generation?: (number|null);

                /** StartTraining rank */
                rank?: (number|null);

                /** StartTraining computeType */
                computeType?: (string|null);

                /** StartTraining nodeRanks */
                nodeRanks?: (number[]|null);

                /** StartTraining peerKey */
                peerKey?: (Uint8Array|null);

                /** StartTraining datasetPaths */
                datasetPaths?: (string[]|null);

                /** StartTraining checkpointDir */
                checkpointDir?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a StartTraining. */
            type $Shape = dinofleet.v1.StartTraining.$Properties;
        }

        /**
         * Properties of a ConnectPeers.
         * @deprecated Use dinofleet.v1.ConnectPeers.$Properties instead.
         */
        interface IConnectPeers extends dinofleet.v1.ConnectPeers.$Properties {
        }

        /** Represents a ConnectPeers. */
        class ConnectPeers {

            /**
             * Constructs a new ConnectPeers.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.ConnectPeers.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ConnectPeers addresses. */
            addresses: Uint8Array[];

            /**
             * Creates a new ConnectPeers instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ConnectPeers instance
             */
            static create(properties: dinofleet.v1.ConnectPeers.$Shape): dinofleet.v1.ConnectPeers & dinofleet.v1.ConnectPeers.$Shape;
            static create(properties?: dinofleet.v1.ConnectPeers.$Properties): dinofleet.v1.ConnectPeers;

            /**
             * Encodes the specified ConnectPeers message. Does not implicitly {@link dinofleet.v1.ConnectPeers.verify|verify} messages.
             * @param message ConnectPeers message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.ConnectPeers.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ConnectPeers message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.ConnectPeers & dinofleet.v1.ConnectPeers.$Shape} ConnectPeers
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.ConnectPeers & dinofleet.v1.ConnectPeers.$Shape;

            /**
             * Creates a ConnectPeers message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ConnectPeers
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.ConnectPeers;

            /**
             * Creates a plain object from a ConnectPeers message. Also converts values to other types if specified.
             * @param message ConnectPeers
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.ConnectPeers, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ConnectPeers to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace ConnectPeers {

            /** Properties of a ConnectPeers. */
            interface $Properties {

                /** ConnectPeers addresses */
                addresses?: (Uint8Array[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ConnectPeers. */
            type $Shape = dinofleet.v1.ConnectPeers.$Properties;
        }

        /**
         * Properties of a SaveAndStop.
         * @deprecated Use dinofleet.v1.SaveAndStop.$Properties instead.
         */
        interface ISaveAndStop extends dinofleet.v1.SaveAndStop.$Properties {
        }

        /** Represents a SaveAndStop. */
        class SaveAndStop {

            /**
             * Constructs a new SaveAndStop.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.SaveAndStop.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Creates a new SaveAndStop instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SaveAndStop instance
             */
            static create(properties: dinofleet.v1.SaveAndStop.$Shape): dinofleet.v1.SaveAndStop & dinofleet.v1.SaveAndStop.$Shape;
            static create(properties?: dinofleet.v1.SaveAndStop.$Properties): dinofleet.v1.SaveAndStop;

            /**
             * Encodes the specified SaveAndStop message. Does not implicitly {@link dinofleet.v1.SaveAndStop.verify|verify} messages.
             * @param message SaveAndStop message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.SaveAndStop.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SaveAndStop message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.SaveAndStop & dinofleet.v1.SaveAndStop.$Shape} SaveAndStop
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.SaveAndStop & dinofleet.v1.SaveAndStop.$Shape;

            /**
             * Creates a SaveAndStop message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns SaveAndStop
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.SaveAndStop;

            /**
             * Creates a plain object from a SaveAndStop message. Also converts values to other types if specified.
             * @param message SaveAndStop
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.SaveAndStop, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this SaveAndStop to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace SaveAndStop {

            /** Properties of a SaveAndStop. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SaveAndStop. */
            type $Shape = dinofleet.v1.SaveAndStop.$Properties;
        }

        /**
         * Properties of an EndNow.
         * @deprecated Use dinofleet.v1.EndNow.$Properties instead.
         */
        interface IEndNow extends dinofleet.v1.EndNow.$Properties {
        }

        /** Represents an EndNow. */
        class EndNow {

            /**
             * Constructs a new EndNow.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.EndNow.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Creates a new EndNow instance using the specified properties.
             * @param [properties] Properties to set
             * @returns EndNow instance
             */
            static create(properties: dinofleet.v1.EndNow.$Shape): dinofleet.v1.EndNow & dinofleet.v1.EndNow.$Shape;
            static create(properties?: dinofleet.v1.EndNow.$Properties): dinofleet.v1.EndNow;

            /**
             * Encodes the specified EndNow message. Does not implicitly {@link dinofleet.v1.EndNow.verify|verify} messages.
             * @param message EndNow message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.EndNow.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an EndNow message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.EndNow & dinofleet.v1.EndNow.$Shape} EndNow
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.EndNow & dinofleet.v1.EndNow.$Shape;

            /**
             * Creates an EndNow message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns EndNow
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.EndNow;

            /**
             * Creates a plain object from an EndNow message. Also converts values to other types if specified.
             * @param message EndNow
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.EndNow, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this EndNow to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace EndNow {

            /** Properties of an EndNow. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an EndNow. */
            type $Shape = dinofleet.v1.EndNow.$Properties;
        }

        /**
         * Properties of a SaveNow.
         * @deprecated Use dinofleet.v1.SaveNow.$Properties instead.
         */
        interface ISaveNow extends dinofleet.v1.SaveNow.$Properties {
        }

        /** Represents a SaveNow. */
        class SaveNow {

            /**
             * Constructs a new SaveNow.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.SaveNow.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Creates a new SaveNow instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SaveNow instance
             */
            static create(properties: dinofleet.v1.SaveNow.$Shape): dinofleet.v1.SaveNow & dinofleet.v1.SaveNow.$Shape;
            static create(properties?: dinofleet.v1.SaveNow.$Properties): dinofleet.v1.SaveNow;

            /**
             * Encodes the specified SaveNow message. Does not implicitly {@link dinofleet.v1.SaveNow.verify|verify} messages.
             * @param message SaveNow message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.SaveNow.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SaveNow message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.SaveNow & dinofleet.v1.SaveNow.$Shape} SaveNow
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.SaveNow & dinofleet.v1.SaveNow.$Shape;

            /**
             * Creates a SaveNow message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns SaveNow
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.SaveNow;

            /**
             * Creates a plain object from a SaveNow message. Also converts values to other types if specified.
             * @param message SaveNow
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.SaveNow, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this SaveNow to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace SaveNow {

            /** Properties of a SaveNow. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SaveNow. */
            type $Shape = dinofleet.v1.SaveNow.$Properties;
        }

        /**
         * Properties of a StatusRequest.
         * @deprecated Use dinofleet.v1.StatusRequest.$Properties instead.
         */
        interface IStatusRequest extends dinofleet.v1.StatusRequest.$Properties {
        }

        /** Represents a StatusRequest. */
        class StatusRequest {

            /**
             * Constructs a new StatusRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.StatusRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** StatusRequest everyMs. */
            everyMs: number;

            /**
             * Creates a new StatusRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns StatusRequest instance
             */
            static create(properties: dinofleet.v1.StatusRequest.$Shape): dinofleet.v1.StatusRequest & dinofleet.v1.StatusRequest.$Shape;
            static create(properties?: dinofleet.v1.StatusRequest.$Properties): dinofleet.v1.StatusRequest;

            /**
             * Encodes the specified StatusRequest message. Does not implicitly {@link dinofleet.v1.StatusRequest.verify|verify} messages.
             * @param message StatusRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.StatusRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a StatusRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.StatusRequest & dinofleet.v1.StatusRequest.$Shape} StatusRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.StatusRequest & dinofleet.v1.StatusRequest.$Shape;

            /**
             * Creates a StatusRequest message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns StatusRequest
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.StatusRequest;

            /**
             * Creates a plain object from a StatusRequest message. Also converts values to other types if specified.
             * @param message StatusRequest
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.StatusRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this StatusRequest to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace StatusRequest {

            /** Properties of a StatusRequest. */
            interface $Properties {

                /** StatusRequest everyMs */
                everyMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a StatusRequest. */
            type $Shape = dinofleet.v1.StatusRequest.$Properties;
        }

        /**
         * Properties of a FollowRequest.
         * @deprecated Use dinofleet.v1.FollowRequest.$Properties instead.
         */
        interface IFollowRequest extends dinofleet.v1.FollowRequest.$Properties {
        }

        /** Represents a FollowRequest. */
        class FollowRequest {

            /**
             * Constructs a new FollowRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.FollowRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** FollowRequest coordinator. */
            coordinator?: (dinofleet.v1.CoordinatorLines.$Properties|null);

            /** FollowRequest rank. */
            rank?: (dinofleet.v1.RankLines.$Properties|null);

            /** FollowRequest lines. */
            lines: number;

            /** FollowRequest follow. */
            follow: boolean;

            /** FollowRequest what. */
            what?: ("coordinator"|"rank");

            /**
             * Creates a new FollowRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns FollowRequest instance
             */
            static create(properties: dinofleet.v1.FollowRequest.$Shape): dinofleet.v1.FollowRequest & dinofleet.v1.FollowRequest.$Shape;
            static create(properties?: dinofleet.v1.FollowRequest.$Properties): dinofleet.v1.FollowRequest;

            /**
             * Encodes the specified FollowRequest message. Does not implicitly {@link dinofleet.v1.FollowRequest.verify|verify} messages.
             * @param message FollowRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.FollowRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a FollowRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.FollowRequest & dinofleet.v1.FollowRequest.$Shape} FollowRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.FollowRequest & dinofleet.v1.FollowRequest.$Shape;

            /**
             * Creates a FollowRequest message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns FollowRequest
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.FollowRequest;

            /**
             * Creates a plain object from a FollowRequest message. Also converts values to other types if specified.
             * @param message FollowRequest
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.FollowRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this FollowRequest to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace FollowRequest {

            /** Properties of a FollowRequest. */
            interface $Properties {

                /** FollowRequest coordinator */
                coordinator?: (dinofleet.v1.CoordinatorLines.$Properties|null);

                /** FollowRequest rank */
                rank?: (dinofleet.v1.RankLines.$Properties|null);

                /** FollowRequest lines */
                lines?: (number|null);

                /** FollowRequest follow */
                follow?: (boolean|null);

                /** FollowRequest what */
                what?: ("coordinator"|"rank");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a FollowRequest. */
            type $Shape = {
              coordinator?: dinofleet.v1.CoordinatorLines.$Shape|null;
              rank?: dinofleet.v1.RankLines.$Shape|null;
              lines?: number|null;
              follow?: boolean|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ what?: undefined; coordinator?: null; rank?: null }|{ what?: "coordinator"; coordinator: dinofleet.v1.CoordinatorLines.$Shape; rank?: null }|{ what?: "rank"; coordinator?: null; rank: dinofleet.v1.RankLines.$Shape })
            );
        }

        /**
         * Properties of a CoordinatorLines.
         * @deprecated Use dinofleet.v1.CoordinatorLines.$Properties instead.
         */
        interface ICoordinatorLines extends dinofleet.v1.CoordinatorLines.$Properties {
        }

        /** Represents a CoordinatorLines. */
        class CoordinatorLines {

            /**
             * Constructs a new CoordinatorLines.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.CoordinatorLines.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Creates a new CoordinatorLines instance using the specified properties.
             * @param [properties] Properties to set
             * @returns CoordinatorLines instance
             */
            static create(properties: dinofleet.v1.CoordinatorLines.$Shape): dinofleet.v1.CoordinatorLines & dinofleet.v1.CoordinatorLines.$Shape;
            static create(properties?: dinofleet.v1.CoordinatorLines.$Properties): dinofleet.v1.CoordinatorLines;

            /**
             * Encodes the specified CoordinatorLines message. Does not implicitly {@link dinofleet.v1.CoordinatorLines.verify|verify} messages.
             * @param message CoordinatorLines message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.CoordinatorLines.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a CoordinatorLines message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.CoordinatorLines & dinofleet.v1.CoordinatorLines.$Shape} CoordinatorLines
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.CoordinatorLines & dinofleet.v1.CoordinatorLines.$Shape;

            /**
             * Creates a CoordinatorLines message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns CoordinatorLines
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.CoordinatorLines;

            /**
             * Creates a plain object from a CoordinatorLines message. Also converts values to other types if specified.
             * @param message CoordinatorLines
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.CoordinatorLines, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this CoordinatorLines to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace CoordinatorLines {

            /** Properties of a CoordinatorLines. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a CoordinatorLines. */
            type $Shape = dinofleet.v1.CoordinatorLines.$Properties;
        }

        /**
         * Properties of a RankLines.
         * @deprecated Use dinofleet.v1.RankLines.$Properties instead.
         */
        interface IRankLines extends dinofleet.v1.RankLines.$Properties {
        }

        /** Represents a RankLines. */
        class RankLines {

            /**
             * Constructs a new RankLines.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.RankLines.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RankLines rank. */
            rank: number;

            /**
             * Creates a new RankLines instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RankLines instance
             */
            static create(properties: dinofleet.v1.RankLines.$Shape): dinofleet.v1.RankLines & dinofleet.v1.RankLines.$Shape;
            static create(properties?: dinofleet.v1.RankLines.$Properties): dinofleet.v1.RankLines;

            /**
             * Encodes the specified RankLines message. Does not implicitly {@link dinofleet.v1.RankLines.verify|verify} messages.
             * @param message RankLines message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.RankLines.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RankLines message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.RankLines & dinofleet.v1.RankLines.$Shape} RankLines
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.RankLines & dinofleet.v1.RankLines.$Shape;

            /**
             * Creates a RankLines message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RankLines
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.RankLines;

            /**
             * Creates a plain object from a RankLines message. Also converts values to other types if specified.
             * @param message RankLines
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.RankLines, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RankLines to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace RankLines {

            /** Properties of a RankLines. */
            interface $Properties {

                /** RankLines rank */
                rank?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RankLines. */
            type $Shape = dinofleet.v1.RankLines.$Properties;
        }

        /**
         * Properties of an OperatorOrder.
         * @deprecated Use dinofleet.v1.OperatorOrder.$Properties instead.
         */
        interface IOperatorOrder extends dinofleet.v1.OperatorOrder.$Properties {
        }

        /** Represents an OperatorOrder. */
        class OperatorOrder {

            /**
             * Constructs a new OperatorOrder.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.OperatorOrder.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** OperatorOrder stop. */
            stop?: (dinofleet.v1.StopJob.$Properties|null);

            /** OperatorOrder save. */
            save?: (dinofleet.v1.SaveJob.$Properties|null);

            /** OperatorOrder drain. */
            drain?: (dinofleet.v1.DrainNode.$Properties|null);

            /** OperatorOrder kind. */
            kind?: ("stop"|"save"|"drain");

            /**
             * Creates a new OperatorOrder instance using the specified properties.
             * @param [properties] Properties to set
             * @returns OperatorOrder instance
             */
            static create(properties: dinofleet.v1.OperatorOrder.$Shape): dinofleet.v1.OperatorOrder & dinofleet.v1.OperatorOrder.$Shape;
            static create(properties?: dinofleet.v1.OperatorOrder.$Properties): dinofleet.v1.OperatorOrder;

            /**
             * Encodes the specified OperatorOrder message. Does not implicitly {@link dinofleet.v1.OperatorOrder.verify|verify} messages.
             * @param message OperatorOrder message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.OperatorOrder.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an OperatorOrder message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.OperatorOrder & dinofleet.v1.OperatorOrder.$Shape} OperatorOrder
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.OperatorOrder & dinofleet.v1.OperatorOrder.$Shape;

            /**
             * Creates an OperatorOrder message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns OperatorOrder
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.OperatorOrder;

            /**
             * Creates a plain object from an OperatorOrder message. Also converts values to other types if specified.
             * @param message OperatorOrder
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.OperatorOrder, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this OperatorOrder to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace OperatorOrder {

            /** Properties of an OperatorOrder. */
            interface $Properties {

                /** OperatorOrder stop */
                stop?: (dinofleet.v1.StopJob.$Properties|null);

                /** OperatorOrder save */
                save?: (dinofleet.v1.SaveJob.$Properties|null);

                /** OperatorOrder drain */
                drain?: (dinofleet.v1.DrainNode.$Properties|null);

                /** OperatorOrder kind */
                kind?: ("stop"|"save"|"drain");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of an OperatorOrder. */
            type $Shape = {
              stop?: dinofleet.v1.StopJob.$Shape|null;
              save?: dinofleet.v1.SaveJob.$Shape|null;
              drain?: dinofleet.v1.DrainNode.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ kind?: undefined; stop?: null; save?: null; drain?: null }|{ kind?: "stop"; stop: dinofleet.v1.StopJob.$Shape; save?: null; drain?: null }|{ kind?: "save"; stop?: null; save: dinofleet.v1.SaveJob.$Shape; drain?: null }|{ kind?: "drain"; stop?: null; save?: null; drain: dinofleet.v1.DrainNode.$Shape })
            );
        }

        /**
         * Properties of a StopJob.
         * @deprecated Use dinofleet.v1.StopJob.$Properties instead.
         */
        interface IStopJob extends dinofleet.v1.StopJob.$Properties {
        }

        /** Represents a StopJob. */
        class StopJob {

            /**
             * Constructs a new StopJob.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.StopJob.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** StopJob now. */
            now: boolean;

            /**
             * Creates a new StopJob instance using the specified properties.
             * @param [properties] Properties to set
             * @returns StopJob instance
             */
            static create(properties: dinofleet.v1.StopJob.$Shape): dinofleet.v1.StopJob & dinofleet.v1.StopJob.$Shape;
            static create(properties?: dinofleet.v1.StopJob.$Properties): dinofleet.v1.StopJob;

            /**
             * Encodes the specified StopJob message. Does not implicitly {@link dinofleet.v1.StopJob.verify|verify} messages.
             * @param message StopJob message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.StopJob.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a StopJob message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.StopJob & dinofleet.v1.StopJob.$Shape} StopJob
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.StopJob & dinofleet.v1.StopJob.$Shape;

            /**
             * Creates a StopJob message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns StopJob
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.StopJob;

            /**
             * Creates a plain object from a StopJob message. Also converts values to other types if specified.
             * @param message StopJob
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.StopJob, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this StopJob to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace StopJob {

            /** Properties of a StopJob. */
            interface $Properties {

                /** StopJob now */
                now?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a StopJob. */
            type $Shape = dinofleet.v1.StopJob.$Properties;
        }

        /**
         * Properties of a SaveJob.
         * @deprecated Use dinofleet.v1.SaveJob.$Properties instead.
         */
        interface ISaveJob extends dinofleet.v1.SaveJob.$Properties {
        }

        /** Represents a SaveJob. */
        class SaveJob {

            /**
             * Constructs a new SaveJob.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.SaveJob.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Creates a new SaveJob instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SaveJob instance
             */
            static create(properties: dinofleet.v1.SaveJob.$Shape): dinofleet.v1.SaveJob & dinofleet.v1.SaveJob.$Shape;
            static create(properties?: dinofleet.v1.SaveJob.$Properties): dinofleet.v1.SaveJob;

            /**
             * Encodes the specified SaveJob message. Does not implicitly {@link dinofleet.v1.SaveJob.verify|verify} messages.
             * @param message SaveJob message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.SaveJob.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SaveJob message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.SaveJob & dinofleet.v1.SaveJob.$Shape} SaveJob
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.SaveJob & dinofleet.v1.SaveJob.$Shape;

            /**
             * Creates a SaveJob message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns SaveJob
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.SaveJob;

            /**
             * Creates a plain object from a SaveJob message. Also converts values to other types if specified.
             * @param message SaveJob
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.SaveJob, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this SaveJob to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace SaveJob {

            /** Properties of a SaveJob. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SaveJob. */
            type $Shape = dinofleet.v1.SaveJob.$Properties;
        }

        /**
         * Properties of a DrainNode.
         * @deprecated Use dinofleet.v1.DrainNode.$Properties instead.
         */
        interface IDrainNode extends dinofleet.v1.DrainNode.$Properties {
        }

        /** Represents a DrainNode. */
        class DrainNode {

            /**
             * Constructs a new DrainNode.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.DrainNode.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** DrainNode node. */
            node: string;

            /**
             * Creates a new DrainNode instance using the specified properties.
             * @param [properties] Properties to set
             * @returns DrainNode instance
             */
            static create(properties: dinofleet.v1.DrainNode.$Shape): dinofleet.v1.DrainNode & dinofleet.v1.DrainNode.$Shape;
            static create(properties?: dinofleet.v1.DrainNode.$Properties): dinofleet.v1.DrainNode;

            /**
             * Encodes the specified DrainNode message. Does not implicitly {@link dinofleet.v1.DrainNode.verify|verify} messages.
             * @param message DrainNode message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.DrainNode.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a DrainNode message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.DrainNode & dinofleet.v1.DrainNode.$Shape} DrainNode
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.DrainNode & dinofleet.v1.DrainNode.$Shape;

            /**
             * Creates a DrainNode message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns DrainNode
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.DrainNode;

            /**
             * Creates a plain object from a DrainNode message. Also converts values to other types if specified.
             * @param message DrainNode
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.DrainNode, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this DrainNode to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace DrainNode {

            /** Properties of a DrainNode. */
            interface $Properties {

                /** DrainNode node */
                node?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a DrainNode. */
            type $Shape = dinofleet.v1.DrainNode.$Properties;
        }

        /**
         * Properties of a PrintedLines.
         * @deprecated Use dinofleet.v1.PrintedLines.$Properties instead.
         */
        interface IPrintedLines extends dinofleet.v1.PrintedLines.$Properties {
        }

        /** Represents a PrintedLines. */
        class PrintedLines {

            /**
             * Constructs a new PrintedLines.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.PrintedLines.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PrintedLines lines. */
            lines: string[];

            /**
             * Creates a new PrintedLines instance using the specified properties.
             * @param [properties] Properties to set
             * @returns PrintedLines instance
             */
            static create(properties: dinofleet.v1.PrintedLines.$Shape): dinofleet.v1.PrintedLines & dinofleet.v1.PrintedLines.$Shape;
            static create(properties?: dinofleet.v1.PrintedLines.$Properties): dinofleet.v1.PrintedLines;

            /**
             * Encodes the specified PrintedLines message. Does not implicitly {@link dinofleet.v1.PrintedLines.verify|verify} messages.
             * @param message PrintedLines message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.PrintedLines.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PrintedLines message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.PrintedLines & dinofleet.v1.PrintedLines.$Shape} PrintedLines
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.PrintedLines & dinofleet.v1.PrintedLines.$Shape;

            /**
             * Creates a PrintedLines message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns PrintedLines
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.PrintedLines;

            /**
             * Creates a plain object from a PrintedLines message. Also converts values to other types if specified.
             * @param message PrintedLines
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.PrintedLines, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this PrintedLines to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace PrintedLines {

            /** Properties of a PrintedLines. */
            interface $Properties {

                /** PrintedLines lines */
                lines?: (string[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a PrintedLines. */
            type $Shape = dinofleet.v1.PrintedLines.$Properties;
        }

        /**
         * Properties of an OperatorAnswer.
         * @deprecated Use dinofleet.v1.OperatorAnswer.$Properties instead.
         */
        interface IOperatorAnswer extends dinofleet.v1.OperatorAnswer.$Properties {
        }

        /** Represents an OperatorAnswer. */
        class OperatorAnswer {

            /**
             * Constructs a new OperatorAnswer.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.OperatorAnswer.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** OperatorAnswer answer. */
            answer: string;

            /** OperatorAnswer refused. */
            refused: boolean;

            /**
             * Creates a new OperatorAnswer instance using the specified properties.
             * @param [properties] Properties to set
             * @returns OperatorAnswer instance
             */
            static create(properties: dinofleet.v1.OperatorAnswer.$Shape): dinofleet.v1.OperatorAnswer & dinofleet.v1.OperatorAnswer.$Shape;
            static create(properties?: dinofleet.v1.OperatorAnswer.$Properties): dinofleet.v1.OperatorAnswer;

            /**
             * Encodes the specified OperatorAnswer message. Does not implicitly {@link dinofleet.v1.OperatorAnswer.verify|verify} messages.
             * @param message OperatorAnswer message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.OperatorAnswer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an OperatorAnswer message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.OperatorAnswer & dinofleet.v1.OperatorAnswer.$Shape} OperatorAnswer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.OperatorAnswer & dinofleet.v1.OperatorAnswer.$Shape;

            /**
             * Creates an OperatorAnswer message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns OperatorAnswer
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.OperatorAnswer;

            /**
             * Creates a plain object from an OperatorAnswer message. Also converts values to other types if specified.
             * @param message OperatorAnswer
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.OperatorAnswer, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this OperatorAnswer to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace OperatorAnswer {

            /** Properties of an OperatorAnswer. */
            interface $Properties {

                /** OperatorAnswer answer */
                answer?: (string|null);

                /** OperatorAnswer refused */
                refused?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an OperatorAnswer. */
            type $Shape = dinofleet.v1.OperatorAnswer.$Properties;
        }

        /**
         * Properties of a JobStatus.
         * @deprecated Use dinofleet.v1.JobStatus.$Properties instead.
         */
        interface IJobStatus extends dinofleet.v1.JobStatus.$Properties {
        }

        /** Represents a JobStatus. */
        class JobStatus {

            /**
             * Constructs a new JobStatus.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.JobStatus.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** JobStatus jobId. */
            jobId: string;

            /** JobStatus outputDir. */
            outputDir: string;

            /** JobStatus phase. */
            phase: string;

            /** JobStatus phaseSeconds. */
            phaseSeconds: number;

            /** JobStatus waitsFor. */
            waitsFor: string;

            /** JobStatus generation. */
            generation: number;

            /** JobStatus step. */
            step: number;

            /** JobStatus totalSteps. */
            totalSteps: number;

            /** JobStatus imagesPerSecond. */
            imagesPerSecond: number;

            /** JobStatus secondsLeft. */
            secondsLeft: number;

            /** JobStatus loss. */
            loss: number;

            /** JobStatus minNodes. */
            minNodes: number;

            /** JobStatus maxNodes. */
            maxNodes: number;

            /** JobStatus nodes. */
            nodes: dinofleet.v1.NodeStatus.$Properties[];

            /** JobStatus ranks. */
            ranks: dinofleet.v1.RankStatus.$Properties[];

            /** JobStatus checkpointStep. */
            checkpointStep: number;

            /** JobStatus restarts. */
            restarts: number;

            /** JobStatus ends. */
            ends: dinofleet.v1.GenerationEnd.$Properties[];

            /** JobStatus stop. */
            stop: string;

            /** JobStatus outcome. */
            outcome: string;

            /**
             * Creates a new JobStatus instance using the specified properties.
             * @param [properties] Properties to set
             * @returns JobStatus instance
             */
            static create(properties: dinofleet.v1.JobStatus.$Shape): dinofleet.v1.JobStatus & dinofleet.v1.JobStatus.$Shape;
            static create(properties?: dinofleet.v1.JobStatus.$Properties): dinofleet.v1.JobStatus;

            /**
             * Encodes the specified JobStatus message. Does not implicitly {@link dinofleet.v1.JobStatus.verify|verify} messages.
             * @param message JobStatus message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.JobStatus.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a JobStatus message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.JobStatus & dinofleet.v1.JobStatus.$Shape} JobStatus
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.JobStatus & dinofleet.v1.JobStatus.$Shape;

            /**
             * Creates a JobStatus message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns JobStatus
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.JobStatus;

            /**
             * Creates a plain object from a JobStatus message. Also converts values to other types if specified.
             * @param message JobStatus
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.JobStatus, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this JobStatus to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace JobStatus {

            /** Properties of a JobStatus. */
            interface $Properties {

                /** JobStatus jobId */
                jobId?: (string|null);

                /** JobStatus outputDir */
                outputDir?: (string|null);

                /** JobStatus phase */
                phase?: (string|null);

                /** JobStatus phaseSeconds */
                phaseSeconds?: (number|null);

                /** JobStatus waitsFor */
                waitsFor?: (string|null);

                /** JobStatus generation */
                generation?: (number|null);

                /** JobStatus step */
                step?: (number|null);

                /** JobStatus totalSteps */
                totalSteps?: (number|null);

                /** JobStatus imagesPerSecond */
                imagesPerSecond?: (number|null);

                /** JobStatus secondsLeft */
                secondsLeft?: (number|null);

                /** JobStatus loss */
                loss?: (number|null);

                /** JobStatus minNodes */
                minNodes?: (number|null);

                /** JobStatus maxNodes */
                maxNodes?: (number|null);

                /** JobStatus nodes */
                nodes?: (dinofleet.v1.NodeStatus.$Properties[]|null);

                /** JobStatus ranks */
                ranks?: (dinofleet.v1.RankStatus.$Properties[]|null);

                /** JobStatus checkpointStep */
                checkpointStep?: (number|null);

                /** JobStatus restarts */
                restarts?: (number|null);

                /** JobStatus ends */
                ends?: (dinofleet.v1.GenerationEnd.$Properties[]|null);

                /** JobStatus stop */
                stop?: (string|null);

                /** JobStatus outcome */
                outcome?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a JobStatus. */
            type $Shape = dinofleet.v1.JobStatus.$Properties;
        }

        /**
         * Properties of a NodeStatus.
         * @deprecated Use dinofleet.v1.NodeStatus.$Properties instead.
         */
        interface INodeStatus extends dinofleet.v1.NodeStatus.$Properties {
        }

        /** Represents a NodeStatus. */
        class NodeStatus {

            /**
             * Constructs a new NodeStatus.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.NodeStatus.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** NodeStatus nodeId. */
            nodeId: string;

            /** NodeStatus hostname. */
            hostname: string;

            /** NodeStatus listenHost. */
            listenHost: string;

            /** NodeStatus ranks. */
            ranks: number;

            /** NodeStatus state. */
            state: string;

            /** NodeStatus secondsSinceHeard. */
            secondsSinceHeard: number;

            /**
             * Creates a new NodeStatus instance using the specified properties.
             * @param [properties] Properties to set
             * @returns NodeStatus instance
             */
            static create(properties: dinofleet.v1.NodeStatus.$Shape): dinofleet.v1.NodeStatus & dinofleet.v1.NodeStatus.$Shape;
            static create(properties?: dinofleet.v1.NodeStatus.$Properties): dinofleet.v1.NodeStatus;

            /**
             * Encodes the specified NodeStatus message. Does not implicitly {@link dinofleet.v1.NodeStatus.verify|verify} messages.
             * @param message NodeStatus message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.NodeStatus.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a NodeStatus message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.NodeStatus & dinofleet.v1.NodeStatus.$Shape} NodeStatus
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.NodeStatus & dinofleet.v1.NodeStatus.$Shape;

            /**
             * Creates a NodeStatus message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns NodeStatus
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.NodeStatus;

            /**
             * Creates a plain object from a NodeStatus message. Also converts values to other types if specified.
             * @param message NodeStatus
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.NodeStatus, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this NodeStatus to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace NodeStatus {

            /** Properties of a NodeStatus. */
            interface $Properties {

                /** NodeStatus nodeId */
                nodeId?: (string|null);

                /** NodeStatus hostname */
                hostname?: (string|null);

                /** NodeStatus listenHost */
                listenHost?: (string|null);

                /** NodeStatus ranks */
                ranks?: (number|null);

                /** NodeStatus state */
                state?: (string|null);

                /** NodeStatus secondsSinceHeard */
                secondsSinceHeard?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a NodeStatus. */
            type $Shape = dinofleet.v1.NodeStatus.$Properties;
        }

        /**
         * Properties of a RankStatus.
         * @deprecated Use dinofleet.v1.RankStatus.$Properties instead.
         */
        interface IRankStatus extends dinofleet.v1.RankStatus.$Properties {
        }

        /** Represents a RankStatus. */
        class RankStatus {

            /**
             * Constructs a new RankStatus.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.RankStatus.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RankStatus rank. */
            rank: number;

            /** RankStatus hostname. */
            hostname: string;

            /** RankStatus device. */
            device: string;

            /** RankStatus stage. */
            stage: string;

            /** RankStatus secondsSinceHeard. */
            secondsSinceHeard: number;

            /** RankStatus secondsSinceProgress. */
            secondsSinceProgress: number;

            /**
             * Creates a new RankStatus instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RankStatus instance
             */
            static create(properties: dinofleet.v1.RankStatus.$Shape): dinofleet.v1.RankStatus & dinofleet.v1.RankStatus.$Shape;
            static create(properties?: dinofleet.v1.RankStatus.$Properties): dinofleet.v1.RankStatus;

            /**
             * Encodes the specified RankStatus message. Does not implicitly {@link dinofleet.v1.RankStatus.verify|verify} messages.
             * @param message RankStatus message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.RankStatus.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RankStatus message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.RankStatus & dinofleet.v1.RankStatus.$Shape} RankStatus
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.RankStatus & dinofleet.v1.RankStatus.$Shape;

            /**
             * Creates a RankStatus message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RankStatus
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.RankStatus;

            /**
             * Creates a plain object from a RankStatus message. Also converts values to other types if specified.
             * @param message RankStatus
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.RankStatus, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RankStatus to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace RankStatus {

            /** Properties of a RankStatus. */
            interface $Properties {

                /** RankStatus rank */
                rank?: (number|null);

                /** RankStatus hostname */
                hostname?: (string|null);

                /** RankStatus device */
                device?: (string|null);

                /** RankStatus stage */
                stage?: (string|null);

                /** RankStatus secondsSinceHeard */
                secondsSinceHeard?: (number|null);

                /** RankStatus secondsSinceProgress */
                secondsSinceProgress?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RankStatus. */
            type $Shape = dinofleet.v1.RankStatus.$Properties;
        }

        /**
         * Properties of a GenerationEnd.
         * @deprecated Use dinofleet.v1.GenerationEnd.$Properties instead.
         */
        interface IGenerationEnd extends dinofleet.v1.GenerationEnd.$Properties {
        }

        /** Represents a GenerationEnd. */
        class GenerationEnd {

            /**
             * Constructs a new GenerationEnd.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.GenerationEnd.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** GenerationEnd generation. */
            generation: number;

            /** GenerationEnd reason. */
            reason: string;

            /** GenerationEnd secondsAgo. */
            secondsAgo: number;

            /**
             * Creates a new GenerationEnd instance using the specified properties.
             * @param [properties] Properties to set
             * @returns GenerationEnd instance
             */
            static create(properties: dinofleet.v1.GenerationEnd.$Shape): dinofleet.v1.GenerationEnd & dinofleet.v1.GenerationEnd.$Shape;
            static create(properties?: dinofleet.v1.GenerationEnd.$Properties): dinofleet.v1.GenerationEnd;

            /**
             * Encodes the specified GenerationEnd message. Does not implicitly {@link dinofleet.v1.GenerationEnd.verify|verify} messages.
             * @param message GenerationEnd message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.GenerationEnd.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a GenerationEnd message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.GenerationEnd & dinofleet.v1.GenerationEnd.$Shape} GenerationEnd
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.GenerationEnd & dinofleet.v1.GenerationEnd.$Shape;

            /**
             * Creates a GenerationEnd message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns GenerationEnd
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.GenerationEnd;

            /**
             * Creates a plain object from a GenerationEnd message. Also converts values to other types if specified.
             * @param message GenerationEnd
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.GenerationEnd, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this GenerationEnd to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace GenerationEnd {

            /** Properties of a GenerationEnd. */
            interface $Properties {

                /** GenerationEnd generation */
                generation?: (number|null);

                /** GenerationEnd reason */
                reason?: (string|null);

                /** GenerationEnd secondsAgo */
                secondsAgo?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a GenerationEnd. */
            type $Shape = dinofleet.v1.GenerationEnd.$Properties;
        }

        /**
         * Properties of a ProbeRequest.
         * @deprecated Use dinofleet.v1.ProbeRequest.$Properties instead.
         */
        interface IProbeRequest extends dinofleet.v1.ProbeRequest.$Properties {
        }

        /** Represents a ProbeRequest. */
        class ProbeRequest {

            /**
             * Constructs a new ProbeRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.ProbeRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ProbeRequest address. */
            address: string;

            /**
             * Creates a new ProbeRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ProbeRequest instance
             */
            static create(properties: dinofleet.v1.ProbeRequest.$Shape): dinofleet.v1.ProbeRequest & dinofleet.v1.ProbeRequest.$Shape;
            static create(properties?: dinofleet.v1.ProbeRequest.$Properties): dinofleet.v1.ProbeRequest;

            /**
             * Encodes the specified ProbeRequest message. Does not implicitly {@link dinofleet.v1.ProbeRequest.verify|verify} messages.
             * @param message ProbeRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.ProbeRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ProbeRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.ProbeRequest & dinofleet.v1.ProbeRequest.$Shape} ProbeRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.ProbeRequest & dinofleet.v1.ProbeRequest.$Shape;

            /**
             * Creates a ProbeRequest message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ProbeRequest
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.ProbeRequest;

            /**
             * Creates a plain object from a ProbeRequest message. Also converts values to other types if specified.
             * @param message ProbeRequest
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.ProbeRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ProbeRequest to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace ProbeRequest {

            /** Properties of a ProbeRequest. */
            interface $Properties {

                /** ProbeRequest address */
                address?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ProbeRequest. */
            type $Shape = dinofleet.v1.ProbeRequest.$Properties;
        }

        /**
         * Properties of a ProbeAnswer.
         * @deprecated Use dinofleet.v1.ProbeAnswer.$Properties instead.
         */
        interface IProbeAnswer extends dinofleet.v1.ProbeAnswer.$Properties {
        }

        /** Represents a ProbeAnswer. */
        class ProbeAnswer {

            /**
             * Constructs a new ProbeAnswer.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.ProbeAnswer.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ProbeAnswer nodeId. */
            nodeId: string;

            /** ProbeAnswer problem. */
            problem: string;

            /**
             * Creates a new ProbeAnswer instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ProbeAnswer instance
             */
            static create(properties: dinofleet.v1.ProbeAnswer.$Shape): dinofleet.v1.ProbeAnswer & dinofleet.v1.ProbeAnswer.$Shape;
            static create(properties?: dinofleet.v1.ProbeAnswer.$Properties): dinofleet.v1.ProbeAnswer;

            /**
             * Encodes the specified ProbeAnswer message. Does not implicitly {@link dinofleet.v1.ProbeAnswer.verify|verify} messages.
             * @param message ProbeAnswer message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.ProbeAnswer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ProbeAnswer message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.ProbeAnswer & dinofleet.v1.ProbeAnswer.$Shape} ProbeAnswer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.ProbeAnswer & dinofleet.v1.ProbeAnswer.$Shape;

            /**
             * Creates a ProbeAnswer message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ProbeAnswer
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.ProbeAnswer;

            /**
             * Creates a plain object from a ProbeAnswer message. Also converts values to other types if specified.
             * @param message ProbeAnswer
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.ProbeAnswer, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ProbeAnswer to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace ProbeAnswer {

            /** Properties of a ProbeAnswer. */
            interface $Properties {

                /** ProbeAnswer nodeId */
                nodeId?: (string|null);

                /** ProbeAnswer problem */
                problem?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ProbeAnswer. */
            type $Shape = dinofleet.v1.ProbeAnswer.$Properties;
        }

        /**
         * Properties of a PartRequest.
         * @deprecated Use dinofleet.v1.PartRequest.$Properties instead.
         */
        interface IPartRequest extends dinofleet.v1.PartRequest.$Properties {
        }

        /** Represents a PartRequest. */
        class PartRequest {

            /**
             * Constructs a new PartRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.PartRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PartRequest onDisk. */
            onDisk: boolean;

            /** PartRequest step. */
            step: number;

            /** PartRequest identity. */
            identity: string;

            /** PartRequest file. */
            file: string;

            /** PartRequest ranges. */
            ranges: dinofleet.v1.ByteRange.$Properties[];

            /**
             * Creates a new PartRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns PartRequest instance
             */
            static create(properties: dinofleet.v1.PartRequest.$Shape): dinofleet.v1.PartRequest & dinofleet.v1.PartRequest.$Shape;
            static create(properties?: dinofleet.v1.PartRequest.$Properties): dinofleet.v1.PartRequest;

            /**
             * Encodes the specified PartRequest message. Does not implicitly {@link dinofleet.v1.PartRequest.verify|verify} messages.
             * @param message PartRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.PartRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PartRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.PartRequest & dinofleet.v1.PartRequest.$Shape} PartRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.PartRequest & dinofleet.v1.PartRequest.$Shape;

            /**
             * Creates a PartRequest message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns PartRequest
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.PartRequest;

            /**
             * Creates a plain object from a PartRequest message. Also converts values to other types if specified.
             * @param message PartRequest
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.PartRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this PartRequest to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace PartRequest {

            /** Properties of a PartRequest. */
            interface $Properties {

                /** PartRequest onDisk */
                onDisk?: (boolean|null);

                /** PartRequest step */
                step?: (number|null);

                /** PartRequest identity */
                identity?: (string|null);

                /** PartRequest file */
                file?: (string|null);

                /** PartRequest ranges */
                ranges?: (dinofleet.v1.ByteRange.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a PartRequest. */
            type $Shape = dinofleet.v1.PartRequest.$Properties;
        }

        /**
         * Properties of a ByteRange.
         * @deprecated Use dinofleet.v1.ByteRange.$Properties instead.
         */
        interface IByteRange extends dinofleet.v1.ByteRange.$Properties {
        }

        /** Represents a ByteRange. */
        class ByteRange {

            /**
             * Constructs a new ByteRange.
             * @param [properties] Properties to set
             */
            constructor(properties?: dinofleet.v1.ByteRange.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ByteRange start. */
            start: number;

            /** ByteRange end. */
            end: number;

            /**
             * Creates a new ByteRange instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ByteRange instance
             */
            static create(properties: dinofleet.v1.ByteRange.$Shape): dinofleet.v1.ByteRange & dinofleet.v1.ByteRange.$Shape;
            static create(properties?: dinofleet.v1.ByteRange.$Properties): dinofleet.v1.ByteRange;

            /**
             * Encodes the specified ByteRange message. Does not implicitly {@link dinofleet.v1.ByteRange.verify|verify} messages.
             * @param message ByteRange message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: dinofleet.v1.ByteRange.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ByteRange message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {dinofleet.v1.ByteRange & dinofleet.v1.ByteRange.$Shape} ByteRange
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): dinofleet.v1.ByteRange & dinofleet.v1.ByteRange.$Shape;

            /**
             * Creates a ByteRange message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ByteRange
             */
            static fromObject(object: { [k: string]: any }): dinofleet.v1.ByteRange;

            /**
             * Creates a plain object from a ByteRange message. Also converts values to other types if specified.
             * @param message ByteRange
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: dinofleet.v1.ByteRange, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ByteRange to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace ByteRange {

            /** Properties of a ByteRange. */
            interface $Properties {

                /** ByteRange start */
                start?: (number|null);

                /** ByteRange end */
                end?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ByteRange. */
            type $Shape = dinofleet.v1.ByteRange.$Properties;
        }
    }
}
